# Case: the only stage is for the machine that builds it, and a workflow builds it for two platforms.
FROM node:20-alpine
WORKDIR /srv
COPY server.js .
CMD ["node", "server.js"]
