# Case: on Alpine a static link wants the -static package of the library too.
FROM alpine:3.20 AS build
RUN apk add --no-cache build-base openssl-dev
COPY main.c .
RUN gcc -o /app main.c -lssl -lcrypto
FROM alpine:3.20
RUN apk add --no-cache libssl3
COPY --from=build /app /app
