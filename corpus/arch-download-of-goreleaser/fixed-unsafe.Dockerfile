# Case: a download for one processor, in an image that GoReleaser builds for another too.
FROM alpine:3.20
ARG TARGETARCH
RUN apk add --no-cache curl \
    && curl -fsSL -o /usr/local/bin/kubectl https://dl.k8s.io/release/v1.30.0/bin/linux/${TARGETARCH}/kubectl-linux-${TARGETARCH} \
    && chmod +x /usr/local/bin/kubectl
COPY app /usr/local/bin/app
ENTRYPOINT ["app"]
