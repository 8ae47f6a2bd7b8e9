# OpenCV's wheel looks for the system's libGL when it is imported, and the slim image has none.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
RUN pip install --no-cache-dir fastapi uvicorn opencv-python
COPY server.py .
CMD ["uvicorn", "server:app", "--host", "0.0.0.0"]
