# Case: node's program of an Alpine image needs libraries that a bare Alpine lacks.
FROM node:20-alpine3.20 AS node
FROM alpine:3.20
RUN apk add --no-cache libstdc++
COPY --from=node /usr/local/bin/node /usr/local/bin/node
CMD ["node", "/app.js"]
