# Case: Prisma's client is generated into node_modules; on another libc it is generated anew, with OpenSSL.
FROM node:20-bookworm AS build
WORKDIR /app
COPY package*.json ./
COPY prisma ./prisma
RUN npm install
RUN npx prisma generate
FROM node:20-alpine3.20
RUN apk add --no-cache openssl
WORKDIR /app
COPY --from=build /app/package*.json /app/
COPY --from=build /app/prisma /app/prisma
RUN npm install && npx prisma generate
COPY index.js ./
CMD ["node", "index.js"]
