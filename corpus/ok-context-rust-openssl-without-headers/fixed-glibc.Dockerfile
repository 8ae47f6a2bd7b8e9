# Case: Cargo.lock lists a crate that links OpenSSL; the builder has no headers of it, so the crate is not built.
FROM rust:1.80-slim-bookworm AS build
RUN apt-get update && apt-get install -y pkg-config
WORKDIR /src
COPY . .
RUN cargo build --release
FROM gcr.io/distroless/cc-debian12
COPY --from=build /src/target/release/app /usr/local/bin/app
CMD ["app"]
