# Case: the builder installs C libraries in Debian's way.
FROM rust:1.80-bookworm AS build
ENV DEBIAN_FRONTEND=noninteractive
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    apt-get update -qq && apt-get install -y --no-install-recommends \
      # for the bindings
      libclang-dev \
      libssl-dev \
      pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release
FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /src/target/release/app /usr/local/bin/app
