# Case: packages compiled on Alpine go to Debian, through an activated environment.
FROM python:3.11-alpine3.19 AS build
RUN apk add --no-cache build-base libffi-dev
WORKDIR /app
COPY requirements.txt .
RUN python -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt
FROM python:3.11-slim-bookworm
WORKDIR /app
COPY --from=build /app/requirements.txt /tmp/requirements.txt
RUN python -m venv .venv && /app/.venv/bin/pip install -r /tmp/requirements.txt
CMD [".venv/bin/python", "main.py"]
