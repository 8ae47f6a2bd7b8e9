# Case: task builds a Go program with cgo for Alpine.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN task build
FROM alpine:3.20
COPY --from=build /src/bin/app /app
ENTRYPOINT ["/app"]
