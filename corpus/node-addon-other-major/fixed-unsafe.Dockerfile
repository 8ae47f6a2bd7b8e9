# Case: better-sqlite3, compiled for Node 18, meets Node 20.
FROM node:18-bookworm AS build
WORKDIR /app
RUN npm install better-sqlite3
FROM node:18-bookworm-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
CMD ["node", "server.js"]
