# Case: microdnf runs in an unknown build image, so that its programs need glibc.
FROM registry.example.com/builder:2 AS build
RUN microdnf install -y gcc
COPY main.c .
RUN gcc -o /app main.c
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
