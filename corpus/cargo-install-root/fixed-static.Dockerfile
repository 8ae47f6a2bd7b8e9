# Case: cargo install --root on Debian, landing on Alpine.
FROM rust:1.80-bookworm AS build
RUN rustup target add x86_64-unknown-linux-musl && cargo install --target x86_64-unknown-linux-musl --root /out ripgrep
FROM alpine:3.20
COPY --from=build /out/bin/rg /usr/bin/rg
