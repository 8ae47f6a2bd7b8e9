# Case: a package's file is for amd64; dpkg refuses it where the image is for arm64.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates
ARG TARGETARCH
RUN curl -fsSLO https://github.com/sharkdp/fd/releases/download/v8.7.0/fd_8.7.0_${TARGETARCH}.deb && \
    dpkg -i fd_8.7.0_${TARGETARCH}.deb && rm fd_8.7.0_${TARGETARCH}.deb
