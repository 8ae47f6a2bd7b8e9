# Case: a health check that asks curl, in a slim image that has none.
FROM node:20-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY server.js ./
HEALTHCHECK --interval=10s CMD curl -fsS http://localhost:8080/ready || exit 1
CMD ["node", "server.js"]
