# Case: the project builds its shared library in a directory that is named, and nothing refreshes the cache.
FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential cmake nasm wget && rm -rf /var/lib/apt/lists/*
WORKDIR /deps
RUN wget https://example.org/libjpeg-turbo-3.0.1.tar.gz && tar -xzf libjpeg-turbo-3.0.1.tar.gz && cd libjpeg-turbo-3.0.1 && \
    cmake -B build -DBUILD_SHARED_LIBS=ON && cmake --build build && cmake --install build && ldconfig
WORKDIR /src
COPY . .
RUN cmake . && make
CMD ["/src/view"]
