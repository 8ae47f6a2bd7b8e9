# Case: the external linker is asked for, which needs cgo.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -ldflags '-s -linkmode external -extldflags "-static"' -o /app .
FROM alpine:3.20
COPY --from=build /app /app
CMD ["/app"]
