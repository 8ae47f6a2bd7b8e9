# Case: C of a crate takes names of glibc 2.38; the program starts no other, and Debian 12 has 2.36.
FROM rust:1.91 AS build
RUN apt-get update && apt-get install -y --no-install-recommends musl-tools && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release
FROM debian:bookworm-slim
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/relay /usr/local/bin/relay
CMD ["relay"]
