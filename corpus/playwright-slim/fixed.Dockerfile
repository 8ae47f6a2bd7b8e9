# A browser of Playwright looks for libraries that the slim image lacks.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libnss3 libnspr4 libglib2.0-0 libdbus-1-3 libatk1.0-0 libatk-bridge2.0-0 libatspi2.0-0 libcups2 libdrm2 libgbm1 libxkbcommon0 libxcomposite1 libxdamage1 libxfixes3 libxrandr2 libcairo2 libpango-1.0-0 libasound2 && rm -rf /var/lib/apt/lists/*
RUN pip install playwright && playwright install chromium
COPY app.py .
CMD ["python", "app.py"]
