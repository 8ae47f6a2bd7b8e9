# Case: the runtime's image moves to Debian, where tini, the group of nobody and www-data are others.
FROM gcc:13-bookworm AS build
COPY main.c .
RUN gcc -fopenmp -o /app main.c
FROM alpine:3.20
RUN apk add --no-cache tini tzdata gcompat libgomp \
    && cp /usr/share/zoneinfo/Europe/Oslo /etc/localtime \
    && apk del tzdata \
    && adduser -S -u 82 -G www-data www-data
COPY --from=build --chown=nobody:nobody /app /app
HEALTHCHECK CMD nc -z localhost 8080
ENTRYPOINT ["/sbin/tini", "--", "/app"]
