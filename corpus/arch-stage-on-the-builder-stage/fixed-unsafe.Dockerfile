# Case: a stage on another one has that one's platform, whatever its own flag says.
FROM node:22-alpine AS base
FROM --platform=$TARGETPLATFORM base AS runner
COPY server.js /
CMD ["node", "/server.js"]
