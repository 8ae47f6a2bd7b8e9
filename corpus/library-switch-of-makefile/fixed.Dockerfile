# Case: a makefile's switch turns OpenSSL on; the slim image lacks it.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential libssl-dev wget
RUN wget -qO- https://download.redis.io/redis-stable.tar.gz | tar xz && cd redis-stable && make BUILD_TLS=yes && make install
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/redis-server /usr/local/bin/
CMD ["redis-server"]
