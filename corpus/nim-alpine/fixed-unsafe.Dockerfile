# Case: a Nim program of Debian lands on Alpine.
FROM nimlang/nim:2.0.4-ubuntu AS build
COPY app.nim .
RUN nim c --passL:-static -d:release -o:/app app.nim
FROM alpine:3.20
COPY --from=build /app /app
