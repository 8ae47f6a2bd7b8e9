# syntax=docker/dockerfile:1
# Case: a heredoc's file is started, and has the mode 0644.
FROM debian:12-slim
COPY --chmod=755 <<EOF /usr/local/bin/start
#!/bin/sh
exec sleep inf
EOF
ENTRYPOINT ["start"]
