# Case: a Rust program lands in distroless static: cc has libgcc.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target cargo build --release && cp target/release/app /app
FROM gcr.io/distroless/cc-debian12
COPY --from=build /app /app
