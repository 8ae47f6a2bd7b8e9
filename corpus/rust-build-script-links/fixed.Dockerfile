# Case: the project's own build script links OpenSSL's libcrypto, which a slim Debian does not have.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/seal /usr/local/bin/seal
CMD ["seal"]
