# Case: the whole workspace is installed, and one of its projects asks for a package that loads libsecret.
FROM node:22-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsecret-1-0 && rm -rf /var/lib/apt/lists/*
RUN corepack enable
WORKDIR /app
COPY package.json pnpm-workspace.yaml pnpm-lock.yaml ./
COPY packages packages
RUN pnpm install --frozen-lockfile
CMD ["node", "packages/desktop/index.js"]
