# Case: a Rust program linked with OpenSSL 1.1 lands where only 3 is.
FROM rust:1.75-bookworm AS build
RUN apt-get update && apt-get install -y libssl-dev pkg-config
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y ca-certificates
COPY --from=build /src/target/release/app /app
