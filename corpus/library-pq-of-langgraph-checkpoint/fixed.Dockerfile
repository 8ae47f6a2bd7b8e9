FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir langgraph langgraph-checkpoint-postgres
COPY agent.py /agent.py
CMD ["python", "/agent.py"]
