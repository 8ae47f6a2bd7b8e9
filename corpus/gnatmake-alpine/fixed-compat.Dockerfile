# Case: an Ada program of Debian lands on Alpine.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y gnat
COPY main.adb .
RUN gnatmake -O2 -o /app main.adb
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
