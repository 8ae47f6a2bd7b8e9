# Case: gcc cannot link a sanitizer statically, and its runtime must be installed where it runs.
FROM gcc:12-bookworm AS build
COPY main.c .
RUN gcc -fsanitize=address -o /app main.c
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
