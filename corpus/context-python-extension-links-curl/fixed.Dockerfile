# Case: the project's own extension links libcurl, as its setup.py says; python's slim image has none.
FROM python:3.11-bookworm AS build
WORKDIR /src
COPY . .
RUN pip install --no-deps --target=/deps .
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4 && rm -rf /var/lib/apt/lists/*
ENV PYTHONPATH=/deps
COPY --from=build /deps /deps
CMD ["python3", "-m", "fetch"]
