# Case: apxs compiles for Debian's Apache, Alpine's loads it.
FROM httpd:2.4-bookworm AS build
RUN apt-get update && apt-get install -y gcc
COPY mod_hello.c .
RUN apxs -i -a -c mod_hello.c
FROM httpd:2.4-alpine3.20
RUN apk add --no-cache gcompat
COPY --from=build /usr/local/apache2/modules/mod_hello.so /usr/local/apache2/modules/
