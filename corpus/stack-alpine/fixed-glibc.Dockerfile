# Case: a Haskell program of a Debian image lands on Alpine.
FROM haskell:9.4 AS build
WORKDIR /src
COPY . .
RUN stack install --local-bin-path /out
FROM debian:buster-slim
COPY --from=build /out/app /usr/bin/app
