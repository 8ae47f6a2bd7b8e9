# Case: what a published program links follows from its features.
FROM rust:1.80-bookworm AS tools
RUN cargo install diesel_cli --no-default-features --features postgres
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=tools /usr/local/cargo/bin/diesel /usr/local/bin/diesel
CMD ["diesel", "migration", "run"]
