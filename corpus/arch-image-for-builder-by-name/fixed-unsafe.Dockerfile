# Case: the last stage is built on one that is for the machine that builds it; a workflow builds it for two platforms.
FROM node:20-alpine AS base
WORKDIR /srv
COPY server.js .
FROM base AS full
RUN apk add --no-cache curl
CMD ["node", "server.js"]
