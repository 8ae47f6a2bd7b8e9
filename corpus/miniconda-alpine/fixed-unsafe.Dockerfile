# Case: Miniconda is built for glibc.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends bash wget ca-certificates && rm -rf /var/lib/apt/lists/*
RUN wget -q https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh -O m.sh && bash m.sh -b -p /opt/conda
