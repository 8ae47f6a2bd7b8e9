# Case: the external linker is asked for, which needs cgo.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN go build -ldflags '-s -linkmode external' -o /app .
FROM alpine:3.20
COPY --from=build /app /app
CMD ["/app"]
