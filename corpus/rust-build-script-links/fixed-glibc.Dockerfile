# Case: the project's own build script links OpenSSL's libcrypto, which a slim Debian does not have.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM gcr.io/distroless/cc-debian12
COPY --from=build /src/target/release/seal /usr/local/bin/seal
CMD ["seal"]
