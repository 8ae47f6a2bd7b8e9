# Case: imagick is compiled against ImageMagick, whose libraries go with the development package.
FROM php:8.2-fpm-trixie
RUN apt-get update && apt-get install -y --no-install-recommends libmagickwand-dev libmagickwand-7.q16-10 && \
    pecl install imagick && docker-php-ext-enable imagick && \
    apt-get purge -y libmagickwand-dev && apt-get autoremove -y
