# Case: gcc's image brings libpng's development package, and CMakeLists.txt finds it; debian:slim has no libpng.
FROM gcc:12-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends cmake
COPY . /src
RUN cmake -S /src -B /build && cmake --build /build && cmake --install /build --prefix /opt/pix
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpng16-16 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/pix/bin/pix /usr/local/bin/pix
ENTRYPOINT ["pix"]
