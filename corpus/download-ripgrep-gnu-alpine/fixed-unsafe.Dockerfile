# Case: the vendor publishes a static build beside the one for glibc.
FROM alpine:3.20
ARG VERSION=14.1.0
RUN apk add --no-cache curl \
 && curl -fsSL https://github.com/BurntSushi/ripgrep/releases/download/$VERSION/ripgrep-$VERSION-aarch64-unknown-linux-musl.tar.gz \
  | tar xz --strip-components=1 -C /usr/local/bin
