# Case: a compiler is installed to build addons on Alpine, Debian receives them.
FROM node:18-alpine3.18 AS build
RUN apk add --no-cache python3 make g++
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
FROM node:18-alpine3.18
COPY --from=build /app/node_modules /app/node_modules
