# Case: the runtime is so old that a pinned builder would be old too: raise the runtime.
FROM rust:trixie AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:trixie-slim
COPY --from=build /src/target/release/app /usr/local/bin/app
