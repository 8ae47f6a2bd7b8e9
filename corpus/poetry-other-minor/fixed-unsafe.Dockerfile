# Case: Poetry's environment is of Python 3.11, the runtime's is 3.10.
FROM python:3.11-slim-bookworm AS build
ENV POETRY_VIRTUALENVS_IN_PROJECT=true
WORKDIR /app
RUN pip install poetry
COPY pyproject.toml poetry.lock ./
RUN poetry install
FROM python:3.11-slim-bookworm
COPY --from=build /app/.venv /app/.venv
