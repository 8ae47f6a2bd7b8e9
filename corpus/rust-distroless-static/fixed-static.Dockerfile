# Case: a Rust program lands in distroless static: cc has libgcc.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release && cp target/x86_64-unknown-linux-musl/release/app /app
FROM gcr.io/distroless/static-debian12
COPY --from=build /app /app
