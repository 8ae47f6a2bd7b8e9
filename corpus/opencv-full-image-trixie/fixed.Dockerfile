# Python's full image of Debian 13 has no libGL either.
FROM python:3.12-trixie
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 && rm -rf /var/lib/apt/lists/*
RUN pip install opencv-python==4.10.0.84
COPY app.py .
CMD ["python", "app.py"]
