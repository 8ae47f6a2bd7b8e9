# Prisma's engine links OpenSSL, and the slim image of Debian 12 has none.
FROM node:20-bookworm AS build
WORKDIR /app
COPY . .
RUN npm ci && npx prisma generate
FROM node:20-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/index.js ./
CMD ["node", "index.js"]
