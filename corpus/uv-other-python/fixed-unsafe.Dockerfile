# Case: uv's environment is for Python 3.13, the runtime has 3.12.
FROM python:3.13-slim-bookworm AS build
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/uv
WORKDIR /app
RUN uv venv && uv pip install fastapi
FROM python:3.13-slim-bookworm
COPY --from=build /app/.venv /app/.venv
