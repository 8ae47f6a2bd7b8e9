# Case: the program's own features ask for PostgreSQL's driver, whose library the final stage lacks.
FROM rust:1-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 libpq5
COPY --from=build /src/target/release/agent /usr/local/bin/agent
ENTRYPOINT ["agent"]
