# Case: numpy's compiled modules go from Debian to Alpine.
FROM python:3.12-bookworm AS build
RUN pip install --no-cache-dir --prefix=/install numpy flask
FROM python:3.12-slim-bookworm
COPY --from=build /install /usr/local
COPY app.py /app.py
CMD ["python", "/app.py"]
