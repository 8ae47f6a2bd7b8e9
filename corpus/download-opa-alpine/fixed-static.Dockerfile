# Case: the plain build of OPA needs glibc; its vendor publishes a static one beside it.
FROM alpine:3.20
ADD https://github.com/open-policy-agent/opa/releases/download/v0.63.0/opa_linux_amd64_static /usr/local/bin/opa
RUN chmod +x /usr/local/bin/opa
ENTRYPOINT ["opa", "run", "--server"]
