# Case: a Crystal program of Debian lands on Alpine.
FROM crystallang/crystal:1.12.1 AS build
WORKDIR /src
COPY . .
RUN shards build --release
FROM alpine:3.20
RUN apk add --no-cache gcompat libgcc pcre2 libevent
COPY --from=build /src/bin/app /app
