# Case: a dynamic module compiled on Debian is loaded by Alpine's nginx.
FROM nginx:1.27-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev make wget pcre2-dev zlib-dev
WORKDIR /usr/src/nginx
RUN ./configure --with-compat --add-dynamic-module=../echo && make modules
FROM nginx:1.27-alpine3.20
COPY --from=build /usr/src/nginx/objs/ngx_http_echo_module.so /usr/lib/nginx/modules/
