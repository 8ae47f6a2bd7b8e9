# Case: a command chooses by the variable whose default hides the platform.
FROM alpine:3.20
ARG TARGETARCH
RUN ARCH="$([ "${TARGETARCH}" = arm64 ] && echo aarch64 || echo x86_64)" \
    && wget -qO /usr/local/bin/agent "https://dl.example.org/agent-linux-${ARCH}" && chmod +x /usr/local/bin/agent
CMD ["agent"]
