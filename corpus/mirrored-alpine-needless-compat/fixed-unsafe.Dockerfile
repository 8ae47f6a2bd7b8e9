# Case: nothing in a copy of the official Alpine image needs gcompat.
FROM golang:1.22 AS build
RUN CGO_ENABLED=0 go build -o /app .
FROM registry.example.com/proxy/alpine:3.20
COPY --from=build /app /app
