# Case: pnpm comes by corepack, so an installation in the runtime wants it there too.
FROM node:20-bookworm AS build
RUN corepack enable
WORKDIR /app
COPY package.json ./
RUN pnpm add bcrypt
FROM node:20-bookworm-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
CMD ["node", "index.js"]
