# Case: the download names the processor as the machine does, in an image that compose builds for two platforms.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y curl ca-certificates && rm -rf /var/lib/apt/lists/*
RUN curl -fsSL https://github.com/tianon/gosu/releases/download/1.17/gosu-$(uname -m) -o /usr/local/bin/gosu \
    && chmod +x /usr/local/bin/gosu
CMD ["gosu", "nobody", "true"]
