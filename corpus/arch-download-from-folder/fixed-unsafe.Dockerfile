# Case: a folder of the download's URL names the architecture, in an image that a workflow builds for two.
FROM alpine:3.20
RUN apk add --no-cache curl
ARG TARGETARCH
RUN curl -fsSLo /usr/local/bin/kubectl "https://dl.k8s.io/release/v1.31.0/bin/linux/${TARGETARCH}/kubectl" && chmod +x /usr/local/bin/kubectl
ENTRYPOINT ["kubectl"]
