# Case: Prisma's client has the builder's engine only.
FROM node:18-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY prisma prisma
RUN npm ci && npx prisma generate
FROM node:18-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/node_modules node_modules
CMD ["node", "index.js"]
