# Case: the runtime is so old that a pinned builder would be old too: raise the runtime.
FROM rust:latest AS build
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release
FROM debian:buster-slim
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /usr/local/bin/app
