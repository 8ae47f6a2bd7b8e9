# Case: only the packages are copied, and distroless has another python.
FROM python:3.13-slim-bookworm AS builder
RUN pip install --no-cache-dir aiohttp
FROM python:3.13-slim-bookworm
COPY --from=builder /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages
ENTRYPOINT ["python3", "-m", "aiohttp.web"]
