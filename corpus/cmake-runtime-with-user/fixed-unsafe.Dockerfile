# Case: the runtime makes a user and installs packages in Alpine's way.
FROM gcc:13-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends cmake
WORKDIR /src
COPY . .
RUN cmake -B /build -DCMAKE_INSTALL_PREFIX=/opt/app -DBUILD_SHARED_LIBS=OFF -DCMAKE_EXE_LINKER_FLAGS=-static && cmake --build /build && cmake --install /build
FROM alpine:3.20
RUN apk add --no-cache \
        ca-certificates \
        icu-libs \
        tzdata \
    && addgroup -S -g 1000 app \
    && adduser -S -D -H -u 1000 -G app app
COPY --from=build /opt/app /opt/app
USER app
CMD ["/opt/app/bin/app"]
