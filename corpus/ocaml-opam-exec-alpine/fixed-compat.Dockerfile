# Case: dune behind opam exec; its programs need glibc.
FROM ocaml/opam:debian-12-ocaml-5.1 AS build
WORKDIR /src
COPY . .
RUN opam exec -- dune build
FROM alpine:3.19
RUN apk add --no-cache gcompat
COPY --from=build /src/_build/default/bin/main.exe /usr/local/bin/app
ENTRYPOINT ["app"]
