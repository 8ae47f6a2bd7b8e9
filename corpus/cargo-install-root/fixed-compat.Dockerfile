# Case: cargo install --root on Debian, landing on Alpine.
FROM rust:1.80-bookworm AS build
RUN cargo install --root /out ripgrep
FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /out/bin/rg /usr/bin/rg
