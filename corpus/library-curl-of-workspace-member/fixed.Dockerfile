# Case: the program is a member of a Cargo workspace, whose lock file in the directory above names curl-sys.
FROM rust:1.75-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo install --locked --path tool
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/cargo/bin/tool /usr/local/bin/tool
CMD ["tool"]
