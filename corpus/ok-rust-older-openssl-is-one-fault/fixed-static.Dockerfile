# Right of DF105: Debian 10 has OpenSSL in another version, so that only the release is wrong (DF103 says it).
FROM rust:1.90-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends libssl-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release

FROM debian:bullseye-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl1.1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/mailer /usr/local/bin/mailer
CMD ["mailer"]
