# ./configure is told to link with OpenSSL and zlib; the runtime has no OpenSSL.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc make curl libssl-dev zlib1g-dev
WORKDIR /src
RUN curl -fsSL https://downloads.example.org/relay-2.1.tar.gz | tar -xz --strip-components=1
RUN ./configure --prefix=/opt/relay --with-openssl --with-zlib --disable-docs && make -j4 && make install
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/relay /opt/relay
CMD ["/opt/relay/sbin/relay"]
