# Case: a static link names the archives that SQLite's own needs.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -O2 -o /notes notes.c -lsqlite3
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /notes /usr/local/bin/notes
