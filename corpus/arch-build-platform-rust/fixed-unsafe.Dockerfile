# Case: cargo builds for the machine that builds.
FROM rust:1.80-alpine AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM alpine:3.20
COPY --from=build /src/target/release/app /app
