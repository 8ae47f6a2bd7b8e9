# Case: a project that is copied into the root directory is read as in any other one.
FROM rust:1.80-bookworm AS build
COPY Cargo.toml Cargo.lock ./
COPY src ./src
RUN cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /target/release/app /usr/local/bin/app
CMD ["app"]
