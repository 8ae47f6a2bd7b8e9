# Case: cargo install --root on Debian, landing on Alpine.
FROM rust:1.80-bookworm AS build
RUN cargo install --root /out ripgrep
FROM debian:bookworm-slim
COPY --from=build /out/bin/rg /usr/bin/rg
