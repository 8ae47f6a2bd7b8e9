# Case: cargo-chef is built on the official Rust image, whose tag moved to Debian 13.
FROM lukemathwalker/cargo-chef:latest-rust-1 AS build
COPY . .
RUN cargo build --release
FROM debian:trixie-slim
COPY --from=build /target/release/app /app
