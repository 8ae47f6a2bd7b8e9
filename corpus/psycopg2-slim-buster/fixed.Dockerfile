# What Debian 10 holds is guessed from Debian 11: neither slim image has libpq.
FROM python:3.9-buster AS build
RUN pip install --prefix=/install psycopg2==2.8.6
FROM python:3.9-slim-buster
RUN apt-get update && apt-get install -y --no-install-recommends nginx-light libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /install /usr/local
CMD ["python", "-m", "app"]
