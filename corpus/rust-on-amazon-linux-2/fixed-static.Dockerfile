# Case: each program of a newer Rust compiler needs a name of glibc 2.28.
FROM rust:1.66-buster AS build
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release
FROM amazonlinux:2
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /app
CMD ["/app"]
