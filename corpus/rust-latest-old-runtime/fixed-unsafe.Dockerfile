# Case: the runtime is so old that a pinned builder would be old too: raise the runtime.
FROM rust:buster AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:buster-slim
COPY --from=build /src/target/release/app /usr/local/bin/app
