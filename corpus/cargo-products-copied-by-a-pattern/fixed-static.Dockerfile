# Case: the programs of a workspace are copied by a pattern into a directory, and on from there.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release --workspace && mkdir /out && find target/x86_64-unknown-linux-musl/release -maxdepth 1 -type f -executable -exec cp {} /out/ \;
FROM alpine:3.20
COPY --from=build /out/ /usr/local/bin/
CMD ["/usr/local/bin/server"]
