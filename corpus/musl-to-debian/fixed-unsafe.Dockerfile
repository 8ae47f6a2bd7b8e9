# Case: a program built on Alpine with gcc lands on Debian.
FROM alpine:3.20 AS build
RUN apk add --no-cache build-base
COPY hello.c /
RUN gcc -o /hello /hello.c
FROM alpine:3.20
COPY --from=build /hello /usr/local/bin/hello
