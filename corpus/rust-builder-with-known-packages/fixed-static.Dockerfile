# Case: the builder's packages have names on Alpine.
FROM rust:1.80-bookworm AS build
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    apt-get update -qq && apt-get install -y --no-install-recommends \
      # for the bindings
      libssl-dev \
      pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release && strip target/x86_64-unknown-linux-musl/release/app
FROM alpine:3.20
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /usr/local/bin/app
