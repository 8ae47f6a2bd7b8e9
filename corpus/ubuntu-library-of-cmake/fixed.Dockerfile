# Case: on Ubuntu a CMake project links libjansson and libmicrohttpd, by a list of its own; the runtime lacks them.
FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y cmake g++ libjansson-dev libmicrohttpd-dev
COPY . /src
RUN cmake -S /src -B /build && cmake --build /build --target install
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends libjansson4 libmicrohttpd12 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/serve /usr/local/bin/serve
CMD ["serve"]
