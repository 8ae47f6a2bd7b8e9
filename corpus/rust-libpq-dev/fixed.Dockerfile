# Case: a database's development package among the builder's tells that the program links its client library.
FROM rust:1.80-slim-bookworm AS build
RUN apt-get update && apt-get install -y libpq-dev
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/ledger /usr/local/bin/ledger
CMD ["ledger"]
