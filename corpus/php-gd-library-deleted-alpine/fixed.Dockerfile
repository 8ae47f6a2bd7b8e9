# Case: libpng goes with libpng-dev, which apk deletes after gd is built.
FROM php:8.3-fpm-alpine3.20
RUN apk add --no-cache libpng-dev libzip-dev libpng libzip \
    && docker-php-ext-install gd zip \
    && apk del libpng-dev libzip-dev
COPY . /var/www/html
