# Case: canvas is compiled on musl, and the runtime has no cairo.
FROM node:20-alpine AS build
RUN apk add --no-cache build-base python3 cairo-dev pango-dev
WORKDIR /app
RUN npm install canvas@2.11.2
FROM node:20-alpine
RUN apk add --no-cache cairo pango
COPY --from=build /app /app
CMD ["node", "/app/index.js"]
