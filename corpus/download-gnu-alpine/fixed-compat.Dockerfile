# Case: a linux-gnu build is unpacked into an Alpine runtime.
FROM alpine:3.20
RUN apk add --no-cache curl tar gcompat \
 && curl -fsSL https://example.com/rel/tool-1.2-x86_64-unknown-linux-gnu.tar.gz | tar xz -C /opt
