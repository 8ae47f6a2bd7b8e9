# npx downloads a browser, and nobody installs what it looks for.
FROM node:20-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libnss3 libnspr4 libatk1.0-0 libgbm1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN npm init -y && npm install playwright && npx playwright install chromium
CMD ["node", "index.js"]
