# Case: the project is downloaded; the packages it was built with are the only sign of what it links, and none is in the runtime.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential curl libevent-dev libssl-dev
RUN curl -fsSL https://example.org/x-1.0.tar.gz | tar xz && cd x-1.0 && ./configure --prefix=/opt/x && make && make install
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libevent-2.1-7 libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/x /opt/x
CMD ["/opt/x/bin/x"]
