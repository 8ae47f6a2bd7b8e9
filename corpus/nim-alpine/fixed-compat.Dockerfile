# Case: a Nim program of Debian lands on Alpine.
FROM nimlang/nim:2.0.4-ubuntu AS build
COPY app.nim .
RUN nim c -d:release -o:/app app.nim
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
