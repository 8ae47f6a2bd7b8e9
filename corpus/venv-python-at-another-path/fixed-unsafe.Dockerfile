# Case: a virtual environment of the python image, run by Debian's own Python of that version.
FROM python:3.11-slim-bookworm AS build
RUN python -m venv /venv && /venv/bin/pip install flask
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /venv /venv
CMD ["/venv/bin/python", "-m", "flask", "run"]
