# Case: autotools programs and libraries built on Debian land on Alpine, with four useless ldconfig lines.
FROM python:3.7.7-alpine AS extracting
RUN apk add --no-cache build-base texinfo
ADD https://github.com/LibreDWG/libredwg/releases/download/0.10.1/libredwg-0.10.1.tar.xz /tmp/
RUN tar -xf /tmp/libredwg-0.10.1.tar.xz -C /tmp
WORKDIR /tmp/libredwg-0.10.1
RUN ./configure --disable-bindings && \
    make && \
    make install DESTDIR="$PWD/build"

FROM osgeo/gdal:alpine-normal-latest
COPY --from=extracting /tmp/libredwg-0.10.1/build/usr/local/bin/ /usr/local/bin/
COPY --from=extracting /tmp/libredwg-0.10.1/build/usr/local/include/ /usr/local/include/
COPY --from=extracting /tmp/libredwg-0.10.1/build/usr/local/lib/ /usr/local/lib/
COPY --from=extracting /tmp/libredwg-0.10.1/build/usr/local/share/ /usr/local/share/
