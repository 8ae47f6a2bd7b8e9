# Case: Pipenv compiles for Alpine, and Debian receives site-packages.
FROM python:3.9-alpine3.17 AS build
RUN apk add --no-cache build-base && pip install pipenv
ENV PIPENV_VENV_IN_PROJECT=1
WORKDIR /srv
COPY Pipfile Pipfile.lock ./
RUN pipenv install --deploy
FROM python:3.9-alpine3.17
COPY --from=build /srv/.venv /srv/.venv
