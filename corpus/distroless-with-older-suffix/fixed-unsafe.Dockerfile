# Case: distroless of Debian 12 has an older C library than Debian 13.
FROM rust:1.90-bullseye AS build
COPY . .
RUN cargo build --release

FROM gcr.io/distroless/cc-debian11
COPY --from=build /target/release/app /app
ENTRYPOINT ["/app"]
