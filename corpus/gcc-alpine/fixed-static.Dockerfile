# Case: a C program built on Debian lands on Alpine.
FROM gcc:13-bookworm AS build
COPY hello.c .
RUN gcc -static -O2 -o /hello hello.c
FROM alpine:3.20
COPY --from=build /hello /usr/bin/hello
