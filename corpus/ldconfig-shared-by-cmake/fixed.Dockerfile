# Case: CMake installs a library that is shared by default, a program links it, and both are copied without ldconfig.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y build-essential cmake git pkg-config
WORKDIR /deps
RUN git clone --depth 1 https://git.example/libuv.git
RUN cmake -S libuv -B libuv/build && cmake --build libuv/build && cd libuv/build && make install
WORKDIR /src
COPY . .
RUN g++ -o relay relay.cpp $(pkg-config --cflags --libs libuv)
FROM debian:12-slim
COPY --from=build /usr/local/lib /usr/local/lib
COPY --from=build /src/relay /usr/local/bin/relay
RUN ldconfig
CMD ["relay"]
