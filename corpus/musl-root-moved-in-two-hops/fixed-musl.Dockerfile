# Case: the root that is moved is Alpine's, so a program for glibc does not start in it.
FROM alpine:3.20 AS base
FROM busybox AS cleaner
COPY --from=base / /clean
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/server .
FROM scratch
COPY --from=cleaner /clean /
COPY --from=build /out/server /usr/local/bin/server
