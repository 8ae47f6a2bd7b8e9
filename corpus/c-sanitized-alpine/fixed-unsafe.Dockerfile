# Case: gcc cannot link a sanitizer statically, and its runtime must be installed where it runs.
FROM gcc:12-bookworm AS build
COPY main.c .
RUN gcc -fsanitize=address -o /app main.c
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libasan8 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
