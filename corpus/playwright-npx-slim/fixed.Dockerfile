# npx downloads a browser, and nobody installs what it looks for.
FROM node:20-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libnss3 libnspr4 libglib2.0-0 libdbus-1-3 libatk1.0-0 libatk-bridge2.0-0 libatspi2.0-0 libcups2 libdrm2 libgbm1 libxkbcommon0 libx11-6 libxcb1 libxcomposite1 libxdamage1 libxext6 libxfixes3 libxrandr2 libcairo2 libpango-1.0-0 libasound2 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN npm init -y && npm install playwright && npx playwright install chromium
CMD ["node", "index.js"]
