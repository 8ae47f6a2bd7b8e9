# Case: an Ada program of Debian lands on Alpine.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y gnat
COPY main.adb .
RUN gnatmake -O2 -o /app main.adb
FROM debian:bookworm-slim
COPY --from=build /app /app
