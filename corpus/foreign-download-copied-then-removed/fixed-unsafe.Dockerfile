# Case: protoc of its vendor is for glibc; its archive's directory is removed, the program stays.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends wget unzip ca-certificates && rm -rf /var/lib/apt/lists/*
RUN wget -q https://github.com/protocolbuffers/protobuf/releases/download/v3.20.0/protoc-3.20.0-linux-x86_64.zip && \
    unzip protoc-3.20.0-linux-x86_64.zip -d /tmp/protoc && \
    cp /tmp/protoc/bin/protoc /usr/local/bin/protoc && \
    rm -rf /tmp/protoc protoc-3.20.0-linux-x86_64.zip
