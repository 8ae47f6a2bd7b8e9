# Case: wheels that gcc made on Alpine are installed on Debian.
FROM python:3.11-alpine3.19 AS wheels
RUN apk add --no-cache gcc musl-dev
COPY requirements.txt .
RUN pip wheel -w /wheels -r requirements.txt
FROM python:3.11-slim-bookworm
COPY --from=wheels /requirements.txt /tmp/requirements.txt
RUN pip wheel -w /wheels -r /tmp/requirements.txt
RUN pip install --no-index --find-links=/wheels app
