# Case: a library of Debian's lands in Alpine's /usr/lib.
FROM debian:12-slim AS libs
RUN apt-get update && apt-get install -y libpq5
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=libs /usr/lib/x86_64-linux-gnu/libpq.so.5 /usr/lib/libpq.so.5
