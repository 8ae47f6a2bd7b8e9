# Case: a Rust program that starts others needs a name of glibc 2.29.
FROM rust:1.66-bullseye AS build
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release
FROM debian:buster-slim
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /app
CMD ["/app"]
