# Case: the slim image of Oracle Linux has curl, and no wget.
FROM oraclelinux:9-slim
RUN microdnf install -y wget && microdnf clean all
COPY server.sh /usr/local/bin/server
RUN chmod +x /usr/local/bin/server
HEALTHCHECK CMD wget -q --spider http://localhost:8080/ || exit 1
CMD ["server"]
