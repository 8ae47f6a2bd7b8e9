# Case: the program itself reads a repository with git2, which links zlib where the builder has its headers.
FROM rust:1.90-trixie AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM debian:trixie-slim
COPY --from=build /src/target/release/stamp /stamp
ENTRYPOINT ["/stamp"]
