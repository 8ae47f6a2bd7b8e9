# CMakeLists.txt finds libcurl and pkg-config's jansson, and their development packages are installed.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends g++ cmake make pkg-config libcurl4-openssl-dev libjansson-dev
WORKDIR /src
COPY . .
RUN cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build && cmake --install build --prefix /opt/poll
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4 libjansson4 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/poll /opt/poll
CMD ["/opt/poll/bin/poll"]
