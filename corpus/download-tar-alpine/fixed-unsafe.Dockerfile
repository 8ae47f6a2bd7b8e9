# Case: an archive for linux-gnu is unpacked into Alpine's /usr/local/bin.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && curl -fsSL https://example.com/rel/bat-v0.24-x86_64-unknown-linux-gnu.tar.gz | tar xz -C /usr/local/bin
