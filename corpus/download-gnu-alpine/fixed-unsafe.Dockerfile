# Case: a linux-gnu build is unpacked into an Alpine runtime.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl tar ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && curl -fsSL https://example.com/rel/tool-1.2-x86_64-unknown-linux-gnu.tar.gz | tar xz -C /opt
