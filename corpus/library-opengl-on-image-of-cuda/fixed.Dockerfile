# Case: NVIDIA's image for running programs holds no OpenGL.
FROM nvidia/cuda:12.2.0-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip libgl1 libglib2.0-0
RUN pip3 install --no-cache-dir opencv-python
CMD ["python3", "-c", "import cv2"]
