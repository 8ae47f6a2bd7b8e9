# Case: a library is cloned and installed before the project, whose program is called after the project.
FROM alpine:3.20 AS build
RUN apk add --no-cache git build-base cmake zstd-dev freetype-dev
WORKDIR /usr/src
RUN git clone https://github.com/jupp0r/prometheus-cpp && mkdir prometheus-cpp/build && cd prometheus-cpp/build && \
    cmake .. -DCMAKE_INSTALL_PREFIX=/usr/local && make && make install
WORKDIR /usr/src/game
COPY . .
RUN mkdir build && cd build && cmake .. -DCMAKE_INSTALL_PREFIX=/usr/local -DBUILD_CLIENT=FALSE && make && make install
FROM alpine:3.20
RUN apk add --no-cache libstdc++ libgcc zstd-libs
COPY --from=build /usr/local/bin/gameserver /usr/local/bin/gameserver
CMD ["gameserver"]
