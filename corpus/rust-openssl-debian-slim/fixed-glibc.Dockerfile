# Case: OpenSSL's headers were installed for a Rust program, and the slim runtime has no OpenSSL.
FROM rust:1.80-slim-bookworm AS build
RUN apt-get update && apt-get install -y pkg-config libssl-dev
WORKDIR /src
COPY . .
RUN cargo build --release
FROM gcr.io/distroless/cc-debian12
COPY --from=build /src/target/release/app /usr/local/bin/app
CMD ["app"]
