# Case: apk runs only in a stage that is built on the unknown image.
FROM registry.example.com/base:7 AS base
ENV LANG=C.UTF-8
FROM golang:1.22-alpine AS build
RUN go build -o /app .
FROM base
RUN apk add --no-cache tzdata
COPY --from=build /app /app
