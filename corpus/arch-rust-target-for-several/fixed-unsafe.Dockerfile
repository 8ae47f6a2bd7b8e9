# Case: Rust is told one target, and the builder runs on the build machine.
FROM --platform=$BUILDPLATFORM rust:1.80 AS build
RUN rustup target add x86_64-unknown-linux-musl
WORKDIR /src
COPY . .
RUN cargo build --release --target x86_64-unknown-linux-musl
FROM --platform=linux/amd64 alpine:3.20
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /app
CMD ["/app"]
