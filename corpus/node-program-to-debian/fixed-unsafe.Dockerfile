# Case: node's own program of an Alpine image lands on Debian.
FROM node:20-bookworm-slim AS node
FROM debian:12-slim
COPY --from=node /usr/local/bin/node /usr/local/bin/node
