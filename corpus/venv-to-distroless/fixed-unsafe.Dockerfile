# Case: the environment's python is a link to a file that distroless does not have.
FROM python:3.11-slim-bookworm AS build
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
RUN pip install requests
FROM python:3.11-slim-bookworm
COPY --from=build /venv /venv
COPY app.py /app.py
ENTRYPOINT ["/venv/bin/python", "/app.py"]
