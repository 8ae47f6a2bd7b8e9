# Case: the crate pcap links libpcap, which the slim image does not have.
FROM rust:1.80-bookworm AS build
RUN apt-get update && apt-get install -y libpcap-dev
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpcap0.8 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/app /usr/local/bin/app
CMD ["app"]
