# Case: task builds a Go program with cgo for Alpine.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 task build
FROM alpine:3.20
COPY --from=build /src/bin/app /app
ENTRYPOINT ["/app"]
