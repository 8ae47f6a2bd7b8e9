# Case: a program of Debian's own Rust in the root of an image without libc; it is a file, not a tree with a loader.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends rustc cargo
WORKDIR /src
COPY . .
RUN cargo build --release
FROM gcr.io/distroless/cc-debian12
COPY --from=build /src/target/release/seal /
ENTRYPOINT ["/seal"]
