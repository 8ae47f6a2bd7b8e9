# Case: a digest fixes the runtime; an unsafe repair drops it and says so.
FROM gcc:12-bullseye AS build
COPY main.c .
RUN gcc -pthread -ldl -o /app main.c
FROM debian:bullseye-slim@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
COPY --from=build /app /app
