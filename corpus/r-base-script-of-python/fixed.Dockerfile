# Case: the image for R is Debian testing, and nothing of what it installs brings Python.
FROM r-base:4.4.1
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
COPY report.py /report.py
CMD ["python3", "/report.py"]
