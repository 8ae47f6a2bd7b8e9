# A package of which nothing is recorded hardly brings libpq; a program that is not read does its own work.
FROM python:3.12-bookworm AS build
RUN pip install --prefix=/install psycopg2==2.9.9
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends hyperfine libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /install /usr/local
RUN compileall-tree /usr/local/lib/python3.12
CMD ["python", "-m", "app"]
