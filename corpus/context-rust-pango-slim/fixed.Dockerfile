# Case: a crate links Pango, which the image of Rust brings with ImageMagick's headers and the slim image lacks.
FROM rust:1.88-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/app /usr/local/bin/app
CMD ["app"]
