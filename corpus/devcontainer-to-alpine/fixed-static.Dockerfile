# Case: a development container is Debian.
FROM mcr.microsoft.com/devcontainers/cpp:1-bookworm AS build
COPY main.c .
RUN gcc -static -O2 -o /app main.c

FROM alpine:3.20
COPY --from=build /app /app
ENTRYPOINT ["/app"]
