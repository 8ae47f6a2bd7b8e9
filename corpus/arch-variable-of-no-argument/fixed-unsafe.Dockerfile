# Case: no ARG of the stage declares the platform, so that the test never holds.
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates
ARG TARGETPLATFORM
RUN if [ "$TARGETPLATFORM" = "linux/arm64" ]; then file=server-linux-aarch64.tgz; else file=server-linux-x64.tgz; fi && \
    curl -fsSL "https://downloads.example.org/$file" | tar -C /opt -xzf -
CMD ["/opt/server"]
