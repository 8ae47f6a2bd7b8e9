# Case: a Rust program for linux-gnu lands on Alpine.
FROM rust:1.80 AS build
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release
FROM alpine:3.20
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /usr/local/bin/app
