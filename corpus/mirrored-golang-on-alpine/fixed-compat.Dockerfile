# Case: a proxy of Docker Hub gives the official image.
FROM registry.example/docker-remote/library/golang:1.22 AS build
COPY . .
RUN go build -o /app .
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
