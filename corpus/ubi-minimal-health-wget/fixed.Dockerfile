# Case: The health check asks for wget, which UBI minimal does not have; bash and curl are there.
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.5
RUN microdnf install -y wget && microdnf clean all
COPY server /usr/local/bin/server
HEALTHCHECK CMD wget -q -O /dev/null http://localhost:8080/healthz
ENTRYPOINT ["/usr/local/bin/server"]
