# Case: Volta and the Node that it downloads are built for glibc.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends bash curl ca-certificates && rm -rf /var/lib/apt/lists/* && curl -fsSL https://get.volta.sh | bash
CMD ["/root/.volta/bin/volta", "list"]
