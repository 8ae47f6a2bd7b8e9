# Case: the image of uv has another Python than the runtime.
FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN uv sync --frozen
FROM python:3.12-slim-bookworm
COPY --from=build /app /app
