# The browser that Puppeteer downloads looks for libraries that the slim image lacks.
FROM node:20-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libnss3 libatk1.0-0 libgbm1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN npm init -y && npm install puppeteer
CMD ["node", "index.js"]
