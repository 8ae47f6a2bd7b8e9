# Case: pip is given a wheel for x86_64.
FROM python:3.11-slim
RUN pip install https://wheels.example.org/torch/torch-2.1.0-cp311-cp311-linux_$(uname -m).whl
CMD ["python", "-c", "import torch"]
