# Case: distroless of Debian 12 has an older C library than Debian 13.
FROM rust:1.90-trixie AS build
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release

FROM gcr.io/distroless/cc-debian11
COPY --from=build /target/x86_64-unknown-linux-musl/release/app /app
ENTRYPOINT ["/app"]
