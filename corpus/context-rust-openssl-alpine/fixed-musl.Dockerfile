# Case: a program that links the builder's OpenSSL cannot be built for musl there.
FROM rust:1.80-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM alpine:3.20
COPY --from=build /src/target/release/app /app
CMD ["/app"]
