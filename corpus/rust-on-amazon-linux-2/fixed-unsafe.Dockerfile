# Case: each program of a newer Rust compiler needs a name of glibc 2.28.
FROM rust:1.66-buster AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:buster-slim
COPY --from=build /src/target/release/app /app
CMD ["/app"]
