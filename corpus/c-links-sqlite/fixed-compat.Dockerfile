# Case: a static link names the archives that SQLite's own needs.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -O2 -o /notes notes.c -lsqlite3
FROM alpine:3.20
RUN apk add --no-cache gcompat sqlite-libs
COPY --from=build /notes /usr/local/bin/notes
