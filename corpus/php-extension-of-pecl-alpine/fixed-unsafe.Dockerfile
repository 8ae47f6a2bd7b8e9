# Case: pecl compiles, so that a builder on Alpine wants what PHPIZE_DEPS names.
FROM php:8.2-cli-bookworm AS build
RUN pecl install redis && docker-php-ext-enable redis
FROM php:8.2-cli-bookworm
COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
