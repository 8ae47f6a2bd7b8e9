# Case: libpq goes with libpq-dev, which the RUN removes after psycopg2 was compiled against it.
FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libpq-dev libpq5 \
 && pip install psycopg2 \
 && apt-get purge -y --auto-remove gcc libpq-dev
CMD ["python", "-m", "app"]
