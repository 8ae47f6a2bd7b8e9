# Case: curl goes with the packages that the image does not need, and the health check asks for it.
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.5
RUN microdnf install -y curl && microdnf clean all
RUN microdnf remove -y curl-minimal gobject-introspection && microdnf clean all
COPY server /usr/local/bin/server
HEALTHCHECK CMD curl -fsS http://localhost:8080/healthz
ENTRYPOINT ["/usr/local/bin/server"]
