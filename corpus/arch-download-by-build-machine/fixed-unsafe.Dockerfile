# Case: a stage of the build platform downloads what its own machine needs.
FROM alpine:3.20 AS tools
RUN case $(uname -m) in x86_64) ARCH=amd64 ;; aarch64) ARCH=arm64 ;; esac \
    && wget -O /kubectl "https://dl.k8s.io/release/v1.30.0/bin/linux/$ARCH/kubectl" && chmod +x /kubectl
FROM alpine:3.20
COPY --from=tools /kubectl /usr/local/bin/kubectl
ENTRYPOINT ["kubectl"]
