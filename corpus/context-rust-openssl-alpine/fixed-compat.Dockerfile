# Case: a program that links the builder's OpenSSL cannot be built for musl there.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /src/target/release/app /app
CMD ["/app"]
