# Case: the libraries of the extensions go with the packages for the build.
FROM php:8.2-fpm-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libpng-dev libzip-dev libpng16-16 libzip4 \
    && docker-php-ext-install gd zip \
    && apt-get purge -y --auto-remove libpng-dev libzip-dev && rm -rf /var/lib/apt/lists/*
COPY . /var/www/html
