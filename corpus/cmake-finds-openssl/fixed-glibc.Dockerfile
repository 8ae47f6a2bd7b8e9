# Case: CMake links OpenSSL's archive only where it is told to look for it.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN cmake -B build -DCMAKE_INSTALL_PREFIX=/out && cmake --build build && cmake --install build
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/bin/sum /usr/local/bin/sum
