# Case: a dynamic module compiled on Debian is loaded by Alpine's nginx.
FROM nginx:1.27-bookworm AS build
RUN apt-get update && apt-get install -y gcc make wget libpcre2-dev zlib1g-dev
WORKDIR /usr/src/nginx
RUN ./configure --with-compat --add-dynamic-module=../echo && make modules
FROM nginx:1.27-alpine3.20
RUN apk add --no-cache gcompat
COPY --from=build /usr/src/nginx/objs/ngx_http_echo_module.so /usr/lib/nginx/modules/
