# syntax=docker/dockerfile:1
# Case: a build inside a heredoc.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN <<EOF
set -e
go vet ./...
go build -o /out/app ./cmd/app
EOF
FROM alpine:3.20
COPY --from=build /out/app /usr/local/bin/app
