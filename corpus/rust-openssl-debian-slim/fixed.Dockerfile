# Case: OpenSSL's headers were installed for a Rust program, and the slim runtime has no OpenSSL.
FROM rust:1.80-slim-bookworm AS build
RUN apt-get update && apt-get install -y pkg-config libssl-dev
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/app /usr/local/bin/app
CMD ["app"]
