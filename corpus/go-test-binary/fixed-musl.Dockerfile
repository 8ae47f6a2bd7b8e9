# Case: a test binary with cgo on lands on Alpine.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN go test -c -o /e2e.test ./e2e
FROM alpine:3.20
COPY --from=build /e2e.test /e2e.test
