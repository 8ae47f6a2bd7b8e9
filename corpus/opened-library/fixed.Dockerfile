# Case: python-magic and WeasyPrint open libraries by name, and the slim image has none of them.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libmagic1 libpango-1.0-0 libpangoft2-1.0-0 && rm -rf /var/lib/apt/lists/*
RUN pip install python-magic weasyprint
COPY . /app
CMD ["python", "/app/main.py"]
