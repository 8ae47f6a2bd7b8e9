# Case: musl's loader under glibc's name: fragile, but not proof of a fault.
FROM golang:1.22 AS build
RUN go build -o /app .
FROM alpine:3.20
RUN mkdir /lib64 && apk add --no-cache gcompat
COPY --from=build /app /app
