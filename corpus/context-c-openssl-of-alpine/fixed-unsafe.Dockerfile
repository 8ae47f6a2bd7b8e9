# Case: on Alpine a static link wants the -static package of the library too.
FROM alpine:3.20 AS build
RUN apk add --no-cache build-base openssl-dev openssl-libs-static
COPY main.c .
RUN gcc -static -o /app main.c -lssl -lcrypto
FROM debian:bookworm-slim
COPY --from=build /app /app
