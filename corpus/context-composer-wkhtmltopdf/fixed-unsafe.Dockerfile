# Case: composer.lock names a package that ships a program for glibc.
FROM composer:2 AS vendor
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev
FROM php:8.3-fpm-bookworm
WORKDIR /srv
COPY --from=vendor /app/vendor ./vendor
