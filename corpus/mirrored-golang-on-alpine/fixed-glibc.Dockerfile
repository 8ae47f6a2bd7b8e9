# Case: a proxy of Docker Hub gives the official image.
FROM registry.example/docker-remote/library/golang:1.22 AS build
COPY . .
RUN go build -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
