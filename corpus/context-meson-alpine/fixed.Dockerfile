# Meson links libcurl, and a C++ program needs its runtime: the bare Alpine has none of them.
FROM alpine:3.20 AS build
RUN apk add --no-cache build-base meson curl-dev
WORKDIR /src
COPY . .
RUN meson setup build --prefix=/usr && meson compile -C build && DESTDIR=/out meson install -C build
FROM alpine:3.20
RUN apk add --no-cache libcurl libstdc++
COPY --from=build /out/usr/bin/watchd /usr/bin/watchd
CMD ["watchd"]
