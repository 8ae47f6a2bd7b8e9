# Case: node 20 asks for glibc 2.28, CentOS 7 has 2.17.
FROM debian:bookworm-slim
COPY --from=node:20-bookworm-slim /usr/local/bin/node /usr/local/bin/node
