# Case: a CMake project installed under a prefix lands on Alpine.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y build-essential cmake ninja-build
COPY . /src
RUN cmake -S /src -B /build -G Ninja -DCMAKE_INSTALL_PREFIX=/opt/tool -DBUILD_SHARED_LIBS=OFF -DCMAKE_EXE_LINKER_FLAGS=-static && \
    cmake --build /build && \
    cmake --install /build
FROM alpine:3.20
COPY --from=build /opt/tool /opt/tool
