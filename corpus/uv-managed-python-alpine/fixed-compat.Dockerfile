# Case: a Python that uv fetched for glibc lands on Alpine.
FROM debian:12-slim AS build
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/uv
ENV UV_PYTHON_INSTALL_DIR=/python
RUN uv python install 3.12
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /python /python
