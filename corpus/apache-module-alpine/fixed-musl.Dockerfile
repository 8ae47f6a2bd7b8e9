# Case: apxs compiles for Debian's Apache, Alpine's loads it.
FROM httpd:2.4-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
COPY mod_hello.c .
RUN apxs -i -a -c mod_hello.c
FROM httpd:2.4-alpine3.20
COPY --from=build /usr/local/apache2/modules/mod_hello.so /usr/local/apache2/modules/
