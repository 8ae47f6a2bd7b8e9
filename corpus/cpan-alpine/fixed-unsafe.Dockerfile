# Case: Perl modules compiled on Alpine land on Debian.
FROM perl:5.38-slim-bookworm AS build
RUN apt-get update && apt-get install -y gcc libc6-dev
RUN cpanm -L /deps DBD::SQLite
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends perl && rm -rf /var/lib/apt/lists/*
COPY --from=build /deps /deps
