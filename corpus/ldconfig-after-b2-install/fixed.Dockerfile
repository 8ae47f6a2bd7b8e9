# Boost is installed below /usr/local, and the program that links it is built in the same stage.
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y build-essential cmake curl && rm -rf /var/lib/apt/lists/*
WORKDIR /tmp/boost
RUN curl -fsSL https://archives.example.org/boost_1_82_0.tar.gz | tar -xz --strip-components=1
RUN ./bootstrap.sh --prefix=/usr/local --with-libraries=regex,thread && ./b2 -j4 && ./b2 install && ldconfig
WORKDIR /src
COPY . .
RUN cmake -S . -B build && cmake --build build
CMD ["/src/build/matcher"]
