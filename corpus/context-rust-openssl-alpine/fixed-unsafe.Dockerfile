# Case: a program that links the builder's OpenSSL cannot be built for musl there.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM gcr.io/distroless/cc-debian12
COPY --from=build /src/target/release/app /app
CMD ["/app"]
