# Case: the builder's packages have names on Alpine.
FROM rust:1.80-alpine3.20 AS build
RUN apk add --no-cache \
      # for the bindings
      openssl-dev \
      pkgconf \
      binutils
WORKDIR /src
COPY . .
RUN cargo build --release && strip target/release/app
FROM alpine:3.20
COPY --from=build /src/target/release/app /usr/local/bin/app
