# Case: a Haskell program needs GMP, which Alpine does not have by itself.
FROM alpine:3.20 AS build
RUN apk add --no-cache ghc cabal musl-dev gmp-dev
WORKDIR /src
COPY . .
RUN cabal update && cabal install --installdir=/out --install-method=copy exe:app
FROM alpine:3.20
RUN apk add --no-cache gmp
COPY --from=build /out/app /usr/local/bin/app
CMD ["app"]
