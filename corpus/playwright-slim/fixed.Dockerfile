# A browser of Playwright looks for libraries that the slim image lacks.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libnss3 libnspr4 libatk1.0-0 libgbm1 && rm -rf /var/lib/apt/lists/*
RUN pip install playwright && playwright install chromium
COPY app.py .
CMD ["python", "app.py"]
