# Case: the slim Python image has no ImageMagick of any version.
FROM python:3.13-slim-trixie
RUN apt-get update && apt-get install -y --no-install-recommends libmagickwand-7.q16-10 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY main.py ./
CMD ["python", "main.py"]
