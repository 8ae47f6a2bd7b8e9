# Case: apt is given the file of a package for amd64; the makefile builds the image for arm64, too.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends wget ca-certificates
ARG TARGETARCH
RUN wget https://download.example.org/viewer/viewer_4.1_${TARGETARCH}.deb && \
    apt-get install -y ./viewer_4.1_${TARGETARCH}.deb && rm viewer_4.1_${TARGETARCH}.deb
CMD ["viewer"]
