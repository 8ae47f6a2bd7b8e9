# Case: an OCaml program of Debian lands on Alpine.
FROM ocaml/opam:debian-12-ocaml-5.1 AS build
WORKDIR /src
COPY . .
RUN dune build
FROM debian:bookworm-slim
COPY --from=build /src/_build/default/bin/main.exe /app
