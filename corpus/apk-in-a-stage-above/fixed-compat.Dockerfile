# Case: apk runs only in a stage that is built on the unknown image.
FROM registry.example.com/base:7 AS base
ENV LANG=C.UTF-8
FROM golang:1.22 AS build
RUN go build -o /app .
FROM base
RUN apk add --no-cache tzdata gcompat
COPY --from=build /app /app
