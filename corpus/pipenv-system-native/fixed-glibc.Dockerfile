# Case: Pipenv compiles for Alpine, and Debian receives site-packages.
FROM python:3.9-slim-bullseye AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential && rm -rf /var/lib/apt/lists/* && pip install pipenv
ENV PIPENV_VENV_IN_PROJECT=1
WORKDIR /srv
COPY Pipfile Pipfile.lock ./
RUN pipenv install --deploy
FROM python:3.9-slim-bullseye
COPY --from=build /srv/.venv /srv/.venv
