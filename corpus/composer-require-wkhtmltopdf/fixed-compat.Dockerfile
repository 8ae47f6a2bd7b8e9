# Case: a Composer package ships a program for glibc.
FROM php:8.3-fpm-alpine
RUN apk add --no-cache gcompat
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /app
RUN composer require h4cc/wkhtmltopdf-amd64:0.12.4
