# Case: nothing makes the downloaded program executable that the image starts by its name.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*
RUN curl -fsSL https://example.org/releases/tool-1.4 -o /usr/local/bin/tool && chmod +x /usr/local/bin/tool
ENTRYPOINT ["tool"]
CMD ["serve"]
