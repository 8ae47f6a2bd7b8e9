# Case: PHP extensions are copied without the libraries that they link.
FROM php:8.2-fpm-bookworm AS build
RUN apt-get update && apt-get install -y libpng-dev libjpeg62-turbo-dev libzip-dev libpq-dev libicu-dev \
    && docker-php-ext-configure gd --with-jpeg \
    && docker-php-ext-install -j"$(nproc)" gd zip pdo_pgsql intl
FROM php:8.2-fpm-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libpng16-16 libjpeg62-turbo libzip4 libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
WORKDIR /var/www/html
COPY . .
