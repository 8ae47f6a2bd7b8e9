# Case: just builds a Go program with cgo for Alpine.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN just build
FROM debian:bookworm-slim
COPY --from=build /src/bin/app /app
ENTRYPOINT ["/app"]
