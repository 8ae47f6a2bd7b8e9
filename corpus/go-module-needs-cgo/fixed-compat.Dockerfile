# Case: go.mod requires a module that needs cgo, though no file that can be read imports it.
FROM golang:1.22 AS build
WORKDIR /src
COPY go.mod ./
COPY gen.go ./internal/
RUN go build -o /app .
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
CMD ["/app"]
