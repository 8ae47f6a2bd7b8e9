# Case: the platform of the machine that builds chooses what the image gets.
FROM alpine:3.20
ARG TARGETPLATFORM
RUN case "${TARGETPLATFORM}" in \
        linux/amd64) ARCH=x86_64 ;; \
        linux/arm64) ARCH=aarch64 ;; \
        *) exit 1 ;; \
    esac \
    && wget -qO- "https://github.com/just-containers/s6-overlay/releases/download/v3.1.6.2/s6-overlay-${ARCH}.tar.xz" | tar -C / -Jxp
ENTRYPOINT ["/init"]
