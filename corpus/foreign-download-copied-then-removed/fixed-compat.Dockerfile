# Case: protoc of its vendor is for glibc; its archive's directory is removed, the program stays.
FROM alpine:3.20
RUN apk add --no-cache gcompat
RUN wget -q https://github.com/protocolbuffers/protobuf/releases/download/v3.20.0/protoc-3.20.0-linux-x86_64.zip && \
    unzip protoc-3.20.0-linux-x86_64.zip -d /tmp/protoc && \
    cp /tmp/protoc/bin/protoc /usr/local/bin/protoc && \
    rm -rf /tmp/protoc protoc-3.20.0-linux-x86_64.zip
