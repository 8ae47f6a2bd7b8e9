# Case: the memory sanitizer needs cgo and its own runtime, which Alpine does not have.
FROM golang:1.22-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends clang
WORKDIR /src
COPY . .
RUN CC=clang go build -msan -o /app .
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
