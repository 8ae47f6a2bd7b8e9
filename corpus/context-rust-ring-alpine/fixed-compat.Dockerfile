# Case: a crate compiles C, which wants musl-gcc.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc
COPY --from=build /src/target/release/app /app
CMD ["/app"]
