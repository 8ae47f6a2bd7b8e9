# Case: an ARG before the first FROM is none of the stage.
ARG TARGETARCH
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates
ARG TARGETARCH
RUN curl -fsSLo /usr/local/bin/tool "https://downloads.example.org/tool-linux-${TARGETARCH}" && chmod +x /usr/local/bin/tool
CMD ["tool"]
