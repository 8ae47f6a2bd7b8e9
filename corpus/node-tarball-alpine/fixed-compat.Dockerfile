# Case: Node's official archive is for glibc.
FROM alpine:3.20
RUN apk add --no-cache gcompat libstdc++
RUN wget -qO- https://nodejs.org/dist/v20.11.0/node-v20.11.0-linux-x64.tar.xz | tar xJ -C /usr/local --strip-components=1
