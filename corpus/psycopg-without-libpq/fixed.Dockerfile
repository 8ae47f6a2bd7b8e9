# Case: psycopg without an extra needs libpq.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
RUN pip install "psycopg[pool]>=3.1" fastapi
COPY . /app
CMD ["python", "/app/main.py"]
