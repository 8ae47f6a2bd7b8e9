# Case: a virtual environment that is copied to another path: its gunicorn names the old one.
FROM python:3.12-slim AS build
WORKDIR /app
RUN python -m venv .venv && .venv/bin/pip install flask gunicorn
FROM python:3.12-slim
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
