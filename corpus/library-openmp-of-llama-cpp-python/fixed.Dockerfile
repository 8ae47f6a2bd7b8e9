FROM python:3.12 AS build
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir llama-cpp-python

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /venv /venv
COPY serve.py /serve.py
CMD ["/venv/bin/python", "/serve.py"]
