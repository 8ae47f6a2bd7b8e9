# Case: rust:latest moved to Debian 13, the runtime is Debian 12: one word pins it.
FROM rust:latest AS build
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release
FROM debian:bookworm-slim
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /usr/local/bin/app
