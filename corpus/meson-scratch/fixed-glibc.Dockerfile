# Case: a Meson project installed into a staging directory lands in scratch.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y build-essential meson ninja-build
COPY . /src
WORKDIR /src
RUN meson setup --prefix=/usr build && meson compile -C build && meson install -C build --destdir /stage
FROM gcr.io/distroless/base-debian12
COPY --from=build /stage/usr/bin/tool /tool
ENTRYPOINT ["/tool"]
