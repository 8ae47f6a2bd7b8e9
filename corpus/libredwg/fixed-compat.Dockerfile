# Case: autotools programs and libraries built on Debian land on Alpine, with four useless ldconfig lines.
FROM python:3.7.7-buster AS extracting
RUN apt-get update && apt-get install -y --no-install-recommends build-essential texinfo
ADD https://github.com/LibreDWG/libredwg/releases/download/0.10.1/libredwg-0.10.1.tar.xz /tmp/
RUN tar -xf /tmp/libredwg-0.10.1.tar.xz -C /tmp
WORKDIR /tmp/libredwg-0.10.1
RUN ./configure --disable-bindings && \
    make && \
    make install DESTDIR="$PWD/build"

FROM osgeo/gdal:alpine-normal-latest
RUN apk add --no-cache gcompat
COPY --from=extracting /tmp/libredwg-0.10.1/build/usr/local/bin/ /usr/local/bin/
COPY --from=extracting /tmp/libredwg-0.10.1/build/usr/local/include/ /usr/local/include/
COPY --from=extracting /tmp/libredwg-0.10.1/build/usr/local/lib/ /usr/local/lib/
COPY --from=extracting /tmp/libredwg-0.10.1/build/usr/local/share/ /usr/local/share/
