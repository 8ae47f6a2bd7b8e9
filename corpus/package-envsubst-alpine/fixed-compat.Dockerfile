# Case: Debian's envsubst, from a package of another name, lands on Alpine.
FROM debian:12-slim AS tools
RUN apt-get update && apt-get install -y gettext-base
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=tools /usr/bin/envsubst /usr/bin/envsubst
