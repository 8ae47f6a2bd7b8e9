# Case: the builder has bzip2's development package, so the crate links the library, and distroless has none.
FROM rust:slim-trixie AS build
RUN apt-get update && apt-get install -y build-essential libbz2-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends libbz2-1.0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/app /app
ENTRYPOINT ["/app"]
