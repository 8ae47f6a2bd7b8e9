FROM debian:12-slim
LABEL org.opencontainers.image.title="worker"
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
COPY . /app
EXPOSE 8080
CMD ["/app/worker"]
