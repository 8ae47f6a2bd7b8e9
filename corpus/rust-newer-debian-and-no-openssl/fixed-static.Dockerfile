# A Rust program of Debian 13 that links OpenSSL, on Debian 12 without it: the loader misses the library first.
FROM rust:1.90-trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends libssl-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release

FROM debian:bookworm-slim
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/mailer /usr/local/bin/mailer
CMD ["mailer"]
