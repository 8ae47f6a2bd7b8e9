# Case: an archive for linux-gnu is unpacked into Alpine's /usr/local/bin.
FROM alpine:3.20
RUN apk add --no-cache curl gcompat \
 && curl -fsSL https://example.com/rel/bat-v0.24-x86_64-unknown-linux-gnu.tar.gz | tar xz -C /usr/local/bin
