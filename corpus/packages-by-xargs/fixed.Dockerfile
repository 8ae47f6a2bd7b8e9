# Case: xargs reads the packages from a file, and the library is not among them.
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 && rm -rf /var/lib/apt/lists/*
COPY packages.txt .
RUN apt-get update && xargs -a packages.txt apt-get install -y && rm -rf /var/lib/apt/lists/*
RUN pip install opencv-python
CMD ["python", "-c", "import cv2"]
