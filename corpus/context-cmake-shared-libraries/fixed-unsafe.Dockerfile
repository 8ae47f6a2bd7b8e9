# Case: CMake is told to build shared libraries, so that a static link is not offered.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends cmake g++ make
WORKDIR /src
COPY . .
RUN cmake -B build -DBUILD_SHARED_LIBS=ON && cmake --build build && cmake --install build --prefix /out
FROM debian:bookworm-slim
COPY --from=build /out/ /usr/local/
RUN ldconfig
CMD ["hello"]
