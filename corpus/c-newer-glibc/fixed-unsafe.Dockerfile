# Case: a C program built on Ubuntu 22.04 lands on Ubuntu 20.04.
FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y gcc
COPY a.c /
RUN gcc -o /a /a.c
FROM ubuntu:22.04
COPY --from=build /a /usr/local/bin/a
