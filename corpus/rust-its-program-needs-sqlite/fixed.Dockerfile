# Case: SQLite's headers are installed for a build that makes one program.
FROM rust:1.77-slim-bookworm AS builder
RUN apt-get update && apt-get install -y git libsqlite3-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /work
RUN git clone --depth 1 https://example.org/node.git . && cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 && rm -rf /var/lib/apt/lists/*
COPY --from=builder /work/target/release/node /usr/local/bin/node
CMD ["node"]
