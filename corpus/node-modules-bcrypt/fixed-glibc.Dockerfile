# Case: bcrypt's addon, built on Debian, lands on Alpine.
FROM node:20-bookworm AS build
WORKDIR /app
COPY package.json .
RUN npm install bcrypt express
FROM node:20-bookworm-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY . .
CMD ["node", "server.js"]
