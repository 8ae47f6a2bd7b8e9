# Case: a copy of the official Alpine image in a company's registry lacks bash as the official one does.
FROM registry.example.com/proxy/library/alpine:3.20
RUN apk add --no-cache bash
COPY <<EOF /usr/local/bin/start
#!/bin/bash
echo ready
EOF
RUN chmod +x /usr/local/bin/start
ENTRYPOINT ["/usr/local/bin/start"]
