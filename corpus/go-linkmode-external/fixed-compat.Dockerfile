# Case: the external linker is asked for, which needs cgo.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -ldflags '-s -linkmode external' -o /app .
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
CMD ["/app"]
