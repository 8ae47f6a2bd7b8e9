# Case: nginx links PCRE by default; it goes with the packages of the build.
FROM alpine:3.18
RUN apk add --no-cache pcre
RUN apk add --no-cache --virtual .build gcc libc-dev make openssl-dev pcre-dev zlib-dev \
    && wget https://nginx.org/download/nginx-1.25.0.tar.gz \
    && tar xf nginx-1.25.0.tar.gz && cd nginx-1.25.0 \
    && ./configure --prefix=/etc/nginx --sbin-path=/usr/sbin/nginx --with-http_ssl_module \
    && make && make install && cd / && rm -rf nginx-1.25.0* \
    && apk del .build
CMD ["nginx", "-g", "daemon off;"]
