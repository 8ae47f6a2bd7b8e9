# Case: packages for Python 3.12 lie where Python 3.11 does not look.
FROM python:3.12-slim AS build
RUN pip install --user httpx
FROM python:3.12-slim
COPY --from=build /root/.local /root/.local
