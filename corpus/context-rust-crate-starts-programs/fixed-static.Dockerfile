# Case: a crate of the program starts other programs, so that it needs GLIBC_2.39; Debian 12 has 2.36.
FROM rust:1.91 AS build
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release
FROM debian:bookworm-slim
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/clock /usr/local/bin/clock
CMD ["clock"]
