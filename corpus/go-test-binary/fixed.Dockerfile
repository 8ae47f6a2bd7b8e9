# Case: a test binary with cgo on lands on Alpine.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go test -c -o /e2e.test ./e2e
FROM alpine:3.20
COPY --from=build /e2e.test /e2e.test
