# Case: a C program built on Debian lands on Alpine.
FROM gcc:13-bookworm AS build
COPY hello.c .
RUN gcc -O2 -o /hello hello.c
FROM debian:bookworm-slim
COPY --from=build /hello /usr/bin/hello
