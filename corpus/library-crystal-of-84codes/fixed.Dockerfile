# Case: an image of 84codes is named after its distribution; a program needs libevent before Crystal 1.15.
FROM 84codes/crystal:1.12.1-debian-12 AS build
WORKDIR /app
COPY . .
RUN shards build --release
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libevent-2.1-7 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/bin/app /app
CMD ["/app"]
