# Case: nobody knows the runtime image, but apk runs in it.
FROM golang:1.22-alpine AS build
RUN go build -o /app .
FROM registry.example.com/base:7
RUN apk add --no-cache ca-certificates
COPY --from=build /app /app
