# Case: a Haskell program of a Debian image lands on Alpine.
FROM haskell:9.4 AS build
WORKDIR /src
COPY . .
RUN stack install --ghc-options=-optl-static --local-bin-path /out
FROM alpine:3.20
COPY --from=build /out/app /usr/bin/app
