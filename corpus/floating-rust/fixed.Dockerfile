# Case: rust:1 moves on, the runtime is pinned.
FROM rust:1-trixie AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:trixie-slim
COPY --from=build /src/target/release/app /app
