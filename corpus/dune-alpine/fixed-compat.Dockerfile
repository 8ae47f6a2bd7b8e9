# Case: an OCaml program of Debian lands on Alpine.
FROM ocaml/opam:debian-12-ocaml-5.1 AS build
WORKDIR /src
COPY . .
RUN dune build
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /src/_build/default/bin/main.exe /app
