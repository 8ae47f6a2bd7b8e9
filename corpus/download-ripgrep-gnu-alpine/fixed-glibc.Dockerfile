# Case: the vendor publishes a static build beside the one for glibc.
FROM debian:bookworm-slim
ARG VERSION=14.1.0
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && curl -fsSL https://github.com/BurntSushi/ripgrep/releases/download/$VERSION/ripgrep-$VERSION-aarch64-unknown-linux-gnu.tar.gz \
  | tar xz --strip-components=1 -C /usr/local/bin
