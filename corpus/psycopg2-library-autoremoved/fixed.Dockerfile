# Case: libpq came with the development package and goes with it.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev libpq5 \
 && pip install --no-binary :all: psycopg2==2.9.9 \
 && apt-get purge -y --auto-remove gcc libpq-dev
CMD ["python", "-c", "import psycopg2"]
