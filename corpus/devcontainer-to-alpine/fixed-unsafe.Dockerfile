# Case: a development container is Debian.
FROM mcr.microsoft.com/devcontainers/cpp:1-bookworm AS build
COPY main.c .
RUN gcc -O2 -o /app main.c

FROM debian:bookworm-slim
COPY --from=build /app /app
ENTRYPOINT ["/app"]
