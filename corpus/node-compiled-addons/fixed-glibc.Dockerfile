# Case: a compiler is installed to build addons on Alpine, Debian receives them.
FROM node:18-alpine3.18 AS build
RUN apk add --no-cache python3 make g++
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
FROM node:18-bookworm-slim
COPY --from=build /app/package*.json /app/
RUN cd /app && npm ci --omit=dev
