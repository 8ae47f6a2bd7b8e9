# Case: a script of the context installs the packages, without Python.
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
COPY install-deps.sh serve.py /srv/
RUN /srv/install-deps.sh
CMD ["/srv/serve.py"]
