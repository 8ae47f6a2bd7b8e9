# Case: the unofficial Node for musl needs the C++ runtime, which Alpine does not bring.
FROM alpine:3.20
RUN apk add --no-cache libstdc++
RUN wget -qO- https://unofficial-builds.nodejs.org/download/release/v20.5.1/node-v20.5.1-linux-x64-musl.tar.xz \
    | tar -xJ --strip-components=1 -C /usr/local
CMD ["node", "/app/server.js"]
