# Case: a crate compiles C, which wants musl-gcc.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
COPY --from=build /src/target/release/app /app
CMD ["/app"]
