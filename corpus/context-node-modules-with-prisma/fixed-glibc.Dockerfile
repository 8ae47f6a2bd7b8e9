# Case: Prisma's client is generated into node_modules; on another libc it is generated anew, with OpenSSL.
FROM node:20-bookworm AS build
WORKDIR /app
COPY package*.json ./
COPY prisma ./prisma
RUN npm install
RUN npx prisma generate
FROM node:20-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY index.js ./
CMD ["node", "index.js"]
