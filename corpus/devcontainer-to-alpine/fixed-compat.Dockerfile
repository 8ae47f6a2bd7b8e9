# Case: a development container is Debian.
FROM mcr.microsoft.com/devcontainers/cpp:1-bookworm AS build
COPY main.c .
RUN gcc -O2 -o /app main.c

FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
ENTRYPOINT ["/app"]
