# Case: a package of OCaml that the project's opam file names is a binding of OpenSSL, through libffi.
FROM ocaml/opam:alpine-3.20-ocaml-4.14 AS build
WORKDIR /home/opam
COPY app.opam app/
RUN opam pin --no-action add app ./app && opam install --deps-only app
COPY dune-project src app/
RUN opam install app
FROM alpine:3.20
RUN apk add --no-cache tzdata libffi
COPY --from=build /home/opam/.opam/*/bin/app /usr/local/bin/
ENTRYPOINT ["/usr/local/bin/app"]
