# Case: in a stage for the target, the build machine's architecture chooses what is downloaded.
FROM debian:12-slim
ARG TARGETARCH
RUN apt-get update && apt-get install -y wget
RUN wget -O - https://go.dev/dl/go1.22.1.linux-${TARGETARCH}.tar.gz | tar -C /usr/local -xz
CMD ["/usr/local/go/bin/go", "version"]
