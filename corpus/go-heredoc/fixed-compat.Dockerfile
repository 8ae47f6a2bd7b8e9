# syntax=docker/dockerfile:1
# Case: a build inside a heredoc.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN <<EOF
set -e
go vet ./...
go build -o /out/app ./cmd/app
EOF
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /out/app /usr/local/bin/app
