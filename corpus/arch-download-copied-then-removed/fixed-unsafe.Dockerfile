# Case: the download is copied into PATH, and the fetched file is removed afterwards; a makefile builds for arm64 too.
FROM alpine:3.20
RUN apk add --no-cache curl
ARG TARGETARCH
RUN curl -fL -o kubectl "https://dl.k8s.io/release/v1.30.0/bin/linux/${TARGETARCH}/kubectl" && \
    install -o root -g root -m 0755 kubectl /usr/local/bin/kubectl && \
    rm kubectl
ENTRYPOINT ["kubectl"]
