# Case: rust:latest moved to Debian 13, the runtime is Debian 12: one word pins it.
FROM rust:bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
COPY --from=build /src/target/release/app /usr/local/bin/app
