# Case: a crate compiles C, which wants musl-gcc.
FROM rust:1.80-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM alpine:3.20
COPY --from=build /src/target/release/app /app
CMD ["/app"]
