# Case: psycopg2 is compiled against libpq, which the slim runtime lacks.
FROM python:3.12 AS build
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir flask psycopg2
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /venv /venv
CMD ["/venv/bin/python", "-m", "app"]
