# Case: a C program linked with Debian 11's OpenSSL lands on Debian 12.
FROM debian:11 AS build
RUN apt-get update && apt-get install -y gcc libssl-dev
COPY a.c .
RUN gcc -o /app a.c -lssl -lcrypto
FROM debian:bullseye-slim
RUN apt-get update && apt-get install -y openssl
COPY --from=build /app /app
