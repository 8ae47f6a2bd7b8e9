# Case: everything on this Alpine is static.
FROM golang:1.22-alpine AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
FROM alpine:3.20
RUN apk add --no-cache \
        ca-certificates
COPY --from=build /app /app
