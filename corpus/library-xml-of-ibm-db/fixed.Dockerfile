FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libxml2 && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir ibm-db-sa sqlalchemy
COPY report.py /report.py
CMD ["python", "/report.py"]
