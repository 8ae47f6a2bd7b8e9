# Case: a program built on Alpine with gcc lands on Debian.
FROM alpine:3.20 AS build
RUN apk add --no-cache build-base
COPY hello.c /
RUN gcc -static -o /hello /hello.c
FROM debian:bookworm-slim
COPY --from=build /hello /usr/local/bin/hello
