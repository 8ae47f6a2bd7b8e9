# Case: cargo is called in a member's directory; its products are in the workspace's target, and link libpq.
FROM rust:1.75-bookworm AS build
WORKDIR /code
COPY . .
WORKDIR /code/services/api
RUN cargo auditable build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /code/target/release/api /usr/local/bin/api
CMD ["api"]
