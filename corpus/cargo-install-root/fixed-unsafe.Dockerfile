# Case: cargo install --root on Debian, landing on Alpine.
FROM rust:1.80-alpine3.20 AS build
RUN cargo install --root /out ripgrep
FROM alpine:3.20
COPY --from=build /out/bin/rg /usr/bin/rg
