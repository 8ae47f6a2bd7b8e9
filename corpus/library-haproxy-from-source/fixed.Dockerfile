# Case: words of HAProxy's makefile turn OpenSSL and Lua on; the slim image has neither, but PCRE2.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc make wget liblua5.4-dev libpcre2-dev libssl-dev
RUN wget -O haproxy.tar.gz https://www.haproxy.org/download/2.8/src/haproxy-2.8.0.tar.gz \
    && mkdir -p /usr/src/haproxy && tar xzf haproxy.tar.gz -C /usr/src/haproxy --strip-components=1 \
    && make -C /usr/src/haproxy -j "$(nproc)" TARGET=linux-glibc USE_OPENSSL=1 USE_PCRE2=1 USE_LUA=1
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 liblua5.4-0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/src/haproxy/haproxy /usr/sbin/haproxy
CMD ["haproxy", "-f", "/etc/haproxy.cfg"]
