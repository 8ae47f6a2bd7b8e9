# A library of autotools, and a program that is linked with it: the loader's cache does not list it.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends gcc make libc6-dev curl ca-certificates
WORKDIR /tmp/libfeed-1.4
RUN curl -fsSL https://downloads.example.org/libfeed-1.4.tar.gz | tar -xz --strip-components=1 \
 && ./configure --enable-threads && make && make install && ldconfig
COPY reader.c /src/
RUN gcc -O2 -o /usr/local/bin/reader /src/reader.c -lfeed
CMD ["reader"]
