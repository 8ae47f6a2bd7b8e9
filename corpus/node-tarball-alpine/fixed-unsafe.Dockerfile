# Case: Node's official archive is for glibc.
FROM alpine:3.20
RUN apk add --no-cache libstdc++
RUN wget -qO- https://unofficial-builds.nodejs.org/download/release/v20.11.0/node-v20.11.0-linux-x64-musl.tar.xz | tar xJ -C /usr/local --strip-components=1
