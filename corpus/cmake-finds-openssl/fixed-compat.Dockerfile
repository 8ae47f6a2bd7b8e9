# Case: CMake links OpenSSL's archive only where it is told to look for it.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN cmake -B build -DCMAKE_INSTALL_PREFIX=/out && cmake --build build && cmake --install build
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /out/bin/sum /usr/local/bin/sum
