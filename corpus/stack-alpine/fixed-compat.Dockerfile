# Case: a Haskell program of a Debian image lands on Alpine.
FROM haskell:9.4 AS build
WORKDIR /src
COPY . .
RUN stack install --local-bin-path /out
FROM alpine:3.20
RUN apk add --no-cache gcompat gmp
COPY --from=build /out/app /usr/bin/app
