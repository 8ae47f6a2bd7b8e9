# syntax=docker/dockerfile:1
# Case: a script written in the Dockerfile wants bash.
FROM alpine:3.20
RUN apk add --no-cache bash
COPY --chmod=755 <<EOF /start.sh
#!/usr/bin/env bash
exec sleep inf
EOF
ENTRYPOINT ["/start.sh"]
