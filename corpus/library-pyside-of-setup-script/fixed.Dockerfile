# Case: setup.py names PySide2, which looks for libGL; the project is installed from its own directory.
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip libgl1 libglib2.0-0
COPY . /app
RUN cd /app && pip3 install -e .
CMD ["app"]
