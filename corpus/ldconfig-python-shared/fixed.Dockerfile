# Python with a shared library: its own program does not find it.
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y build-essential curl zlib1g-dev libssl-dev libffi-dev
WORKDIR /tmp/python
RUN curl -fsSL https://www.python.org/ftp/python/3.11.9/Python-3.11.9.tgz | tar -xz --strip-components=1
RUN ./configure --enable-shared --enable-optimizations && make -j4 && make install && ldconfig
CMD ["python3.11"]
