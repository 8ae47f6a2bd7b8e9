# Case: how the library that CMake finds is linked statically is not known, so no switch is offered.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN cmake -B build -DCMAKE_INSTALL_PREFIX=/out && cmake --build build && cmake --install build
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/bin/get /usr/local/bin/get
