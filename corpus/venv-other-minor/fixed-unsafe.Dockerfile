# Case: a virtual environment of Python 3.12 lands beside Debian's Python 3.11.
FROM python:3.12-slim-bookworm AS build
RUN python -m venv /opt/venv && /opt/venv/bin/pip install gunicorn
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/venv /opt/venv
ENTRYPOINT ["/opt/venv/bin/gunicorn"]
