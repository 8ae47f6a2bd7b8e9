# Case: just builds a Go program with cgo for Alpine.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 just build
FROM alpine:3.20
COPY --from=build /src/bin/app /app
ENTRYPOINT ["/app"]
