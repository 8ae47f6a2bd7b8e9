# Case: a sanitizer needs cgo, and gcc links none statically.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -asan -o /app .
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
CMD ["/app"]
