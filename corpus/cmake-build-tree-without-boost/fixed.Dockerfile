# A program out of CMake's build directory, linked as its CMakeLists.txt says; the runtime has no Boost.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends cmake g++ make libboost-filesystem-dev libboost-program-options-dev
WORKDIR /src
COPY . .
RUN mkdir /build
WORKDIR /build
RUN cmake /src && cmake --build . --target indexer

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 libboost-filesystem1.74.0 libboost-program-options1.74.0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/tool/indexer /usr/local/bin/indexer
CMD ["indexer"]
