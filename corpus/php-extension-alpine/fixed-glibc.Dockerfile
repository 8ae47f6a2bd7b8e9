# Case: an extension compiled on Debian is loaded by Alpine's PHP.
FROM php:8.3-cli-bookworm AS build
RUN docker-php-ext-install pdo_mysql
FROM php:8.3-cli-bookworm
COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
