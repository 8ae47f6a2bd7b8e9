# The postgres image's psql links libpq, which a slim Python image lacks.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=postgres:16-bookworm /usr/lib/postgresql/16/bin/psql /usr/local/bin/psql
COPY backup.py /app/
CMD ["python", "/app/backup.py"]
