# Case: ffmpeg compiled on Ubuntu lands on Alpine.
FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y gcc make nasm curl
WORKDIR /tmp/ffmpeg
RUN curl -fsSL https://ffmpeg.org/releases/ffmpeg-6.1.tar.gz | tar xz --strip-components=1
RUN ./configure --prefix=/opt/ffmpeg --disable-doc --disable-shared --enable-static LDFLAGS=--static && make -j4 && make install
FROM alpine:3.20
COPY --from=build /opt/ffmpeg/bin/ffmpeg /usr/local/bin/
