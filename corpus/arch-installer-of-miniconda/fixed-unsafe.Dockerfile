# Case: Miniconda's installer is for x86_64 only.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends wget ca-certificates
RUN wget -q https://repo.anaconda.com/miniconda/Miniconda3-py311_24.1.2-0-Linux-$(uname -m).sh -O /tmp/miniconda.sh && \
    bash /tmp/miniconda.sh -b -p /opt/conda && rm /tmp/miniconda.sh
ENV PATH=/opt/conda/bin:$PATH
CMD ["python"]
