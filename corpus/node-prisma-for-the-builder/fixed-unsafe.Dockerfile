# Case: Prisma's client has the builder's engine only.
FROM node:18-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY prisma prisma
RUN npm ci && npx prisma generate
FROM node:18-alpine3.18
RUN apk add --no-cache openssl
WORKDIR /app
COPY --from=build /app/package*.json /app/
COPY --from=build /app/prisma /app/prisma
RUN npm ci && npx prisma generate
CMD ["node", "index.js"]
