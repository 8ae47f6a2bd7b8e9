# Case: the packages are listed in a file, and Python is not among them.
FROM debian:12-slim
WORKDIR /srv
COPY packages.txt serve.py ./
RUN apt-get update && apt-get install -y --no-install-recommends $(grep -v '^#' packages.txt) python3
CMD ["./serve.py"]
