# Case: the runtime's image moves to Debian, where tini, the group of nobody and www-data are others.
FROM gcc:13-bookworm AS build
COPY main.c .
RUN gcc -fopenmp -o /app main.c
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends tini tzdata libgomp1 netcat-openbsd \
    && rm -rf /var/lib/apt/lists/* \
    && cp /usr/share/zoneinfo/Europe/Oslo /etc/localtime
COPY --from=build --chown=nobody:nogroup /app /app
HEALTHCHECK CMD nc -z localhost 8080
ENTRYPOINT ["/usr/bin/tini", "--", "/app"]
