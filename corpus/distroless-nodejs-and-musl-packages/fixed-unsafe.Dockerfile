# Case: packages of Alpine land on distroless nodejs; no plain Alpine has its interpreter.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package*.json ./
RUN npm install bcrypt
FROM gcr.io/distroless/nodejs20-debian12
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
CMD ["index.js"]
