# Case: C of a crate takes names of glibc 2.38; the program starts no other, and Debian 12 has 2.36.
FROM rust:1.91-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
COPY --from=build /src/target/release/relay /usr/local/bin/relay
CMD ["relay"]
