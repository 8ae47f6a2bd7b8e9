# Case: nobody knows the runtime image, but apk runs in it.
FROM golang:1.22 AS build
RUN go build -o /app .
FROM registry.example.com/base:7
RUN apk add --no-cache ca-certificates gcompat
COPY --from=build /app /app
