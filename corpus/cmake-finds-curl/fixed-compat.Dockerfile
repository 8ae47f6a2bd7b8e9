# Case: how the library that CMake finds is linked statically is not known, so no switch is offered.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN cmake -B build -DCMAKE_INSTALL_PREFIX=/out && cmake --build build && cmake --install build
FROM alpine:3.20
RUN apk add --no-cache gcompat libcurl
COPY --from=build /out/bin/get /usr/local/bin/get
