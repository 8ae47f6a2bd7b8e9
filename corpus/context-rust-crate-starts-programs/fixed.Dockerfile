# Case: a crate of the program starts other programs, so that it needs GLIBC_2.39; Debian 12 has 2.36.
FROM rust:1.91-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
COPY --from=build /src/target/release/clock /usr/local/bin/clock
CMD ["clock"]
