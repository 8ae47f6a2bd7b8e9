# Case: an init program starts node, which Debian has not.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends tini nodejs && rm -rf /var/lib/apt/lists/*
COPY dist /srv
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "/srv/main.js"]
