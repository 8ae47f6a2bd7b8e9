# Case: the project's own file is all that names its dependencies, one of which opens libmagic.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libmagic1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir .
CMD ["app"]
