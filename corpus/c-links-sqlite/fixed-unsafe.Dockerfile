# Case: a static link names the archives that SQLite's own needs.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -static -O2 -o /notes notes.c -lsqlite3 -lm
FROM alpine:3.20
COPY --from=build /notes /usr/local/bin/notes
