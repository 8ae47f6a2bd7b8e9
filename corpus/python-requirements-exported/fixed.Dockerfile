# Case: the requirements are made of the project's manifest in the build; OpenCV looks for libGL.
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY . .
RUN pip install poetry && poetry export -f requirements.txt -o wanted.txt && pip install -r wanted.txt
CMD ["python", "-m", "look"]
