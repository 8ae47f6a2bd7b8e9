# Case: a Crystal program of Debian lands on Alpine.
FROM crystallang/crystal:1.12.1 AS build
WORKDIR /src
COPY . .
RUN shards build --release
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends libevent-2.1-7 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/bin/app /app
