# Case: uv's images for Python are Python's own and a program.
FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libmagic1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN uv pip install --system python-magic
CMD ["python", "-c", "import magic"]
