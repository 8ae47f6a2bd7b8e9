# Case: a D program of Debian lands on Alpine.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y ldc dub
COPY app.d .
RUN ldc2 -of=/app app.d
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
