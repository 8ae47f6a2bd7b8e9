# Case: a Meson project installed into a staging directory lands in scratch.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y build-essential meson ninja-build
COPY . /src
WORKDIR /src
RUN meson setup --prefix=/usr build -Ddefault_library=static -Dc_link_args=-static -Dcpp_link_args=-static && meson compile -C build && meson install -C build --destdir /stage
FROM scratch
COPY --from=build /stage/usr/bin/tool /tool
ENTRYPOINT ["/tool"]
