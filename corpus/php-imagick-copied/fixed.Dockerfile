# Case: a PECL extension is copied without ImageMagick.
FROM php:8.2-cli-bookworm AS build
RUN apt-get update && apt-get install -y libmagickwand-dev && pecl install imagick-3.7.0 redis && docker-php-ext-enable imagick redis
FROM php:8.2-cli-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libmagickwand-6.q16-6 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/lib/php/extensions/ /usr/local/lib/php/extensions/
COPY --from=build /usr/local/etc/php/conf.d/ /usr/local/etc/php/conf.d/
COPY . /app
CMD ["php", "/app/run.php"]
