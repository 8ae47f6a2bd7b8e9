# The URL has a command in backquotes; the file is for amd64, and a makefile builds the image for arm64 too.
FROM debian:12-slim
ARG TARGETARCH
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/* \
    && curl -fsSLO https://dl.k8s.io/release/`curl -fsSL https://dl.k8s.io/release/stable.txt`/bin/linux/${TARGETARCH}/kubectl \
    && chmod +x kubectl && mv kubectl /usr/local/bin/kubectl
ENTRYPOINT ["kubectl"]
