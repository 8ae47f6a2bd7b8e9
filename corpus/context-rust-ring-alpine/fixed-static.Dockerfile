# Case: a crate compiles C, which wants musl-gcc.
FROM rust:1.80-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends musl-tools && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release
FROM alpine:3.20
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /app
CMD ["/app"]
