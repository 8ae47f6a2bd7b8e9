# Case: the programs of a workspace are copied by a pattern into a directory, and on from there.
FROM rust:1.80-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --workspace && mkdir /out && find target/release -maxdepth 1 -type f -executable -exec cp {} /out/ \;
FROM debian:bookworm-slim
COPY --from=build /out/ /usr/local/bin/
CMD ["/usr/local/bin/server"]
