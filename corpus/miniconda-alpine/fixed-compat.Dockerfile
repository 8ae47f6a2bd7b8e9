# Case: Miniconda is built for glibc.
FROM alpine:3.20
RUN apk add --no-cache bash gcompat
RUN wget -q https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh -O m.sh && bash m.sh -b -p /opt/conda
