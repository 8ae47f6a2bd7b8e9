# Case: microdnf runs in an unknown build image, so that its programs need glibc.
FROM registry.example.com/builder:2 AS build
RUN microdnf install -y gcc glibc-static
COPY main.c .
RUN gcc -static -o /app main.c
FROM alpine:3.20
COPY --from=build /app /app
