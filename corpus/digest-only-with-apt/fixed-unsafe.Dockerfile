# Case: an image named by digest alone has apt.
FROM golang@sha256:5e0e2b2c0a1d1a4f9d8a4e3c2f5b6a7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6 AS build
RUN apt-get update && apt-get install -y --no-install-recommends pkg-config
RUN go build -ldflags '-linkmode external -extldflags "-static"' -o /app .
FROM alpine:3.20
COPY --from=build /app /app
