# Case: cargo-chef's builder for glibc, a runtime with musl.
FROM lukemathwalker/cargo-chef:latest-rust-1.80-bookworm AS chef
WORKDIR /app
FROM chef AS build
COPY . .
RUN cargo chef cook --release --recipe-path recipe.json
RUN cargo build --release
FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /app/target/release/app /app
