# Case: the file of package sources is replaced by one of Debian 11.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y gcc
COPY main.c .
RUN gcc -static -o /app main.c
FROM registry.example.com/runtime:4
RUN echo "deb http://deb.debian.org/debian bullseye main" > /etc/apt/sources.list \
    && apt-get update && apt-get install -y --no-install-recommends curl
COPY --from=build /app /app
