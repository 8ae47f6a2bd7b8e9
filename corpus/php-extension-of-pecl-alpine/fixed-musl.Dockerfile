# Case: pecl compiles, so that a builder on Alpine wants what PHPIZE_DEPS names.
FROM php:8.2-cli-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev $PHPIZE_DEPS
RUN pecl install redis && docker-php-ext-enable redis
FROM php:8.2-cli-alpine3.20
COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
