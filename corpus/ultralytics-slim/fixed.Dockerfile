# A package that depends on OpenCV needs libGL as OpenCV does.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 && rm -rf /var/lib/apt/lists/*
RUN pip install ultralytics
COPY detect.py .
CMD ["python", "detect.py"]
