# Case: the runtime makes a user and installs packages in Alpine's way.
FROM gcc:13-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends cmake
WORKDIR /src
COPY . .
RUN cmake -B /build -DCMAKE_INSTALL_PREFIX=/opt/app && cmake --build /build && cmake --install /build
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
        ca-certificates \
        libicu72 \
        tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd -r -g 1000 app \
    && useradd -r -u 1000 -g app app
COPY --from=build /opt/app /opt/app
USER app
CMD ["/opt/app/bin/app"]
