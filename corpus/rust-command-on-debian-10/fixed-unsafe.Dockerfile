# Case: a Rust program that starts others needs a name of glibc 2.29.
FROM rust:1.66-buster AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:buster-slim
COPY --from=build /src/target/release/app /app
CMD ["/app"]
