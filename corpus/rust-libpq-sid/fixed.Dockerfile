# A crate links libpq; what Debian's next release holds is guessed from the last one.
FROM rust:1-trixie AS build
RUN apt-get update && apt-get install -y libpq-dev
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:sid-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/ledger /usr/local/bin/ledger
CMD ["ledger"]
