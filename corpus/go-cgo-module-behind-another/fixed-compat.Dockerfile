# Case: go.mod names a database driver that needs cgo, brought by another module.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -o /app .
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
CMD ["/app"]
