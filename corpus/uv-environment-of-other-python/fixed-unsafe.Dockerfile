# Case: uv's tag names Python 3.12, the runtime has 3.13; the environment is of the first.
FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim AS build
WORKDIR /app
RUN uv venv /app/.venv && uv pip install --python /app/.venv/bin/python numpy==2.1.0

FROM python:3.12-slim-bookworm
COPY --from=build /app/.venv /app/.venv
CMD ["/app/.venv/bin/python", "-c", "import numpy"]
