# Case: on an Alpine of which few packages are recorded, libpng goes with the packages of the build.
FROM php:7.1-fpm-alpine3.7
RUN apk add --no-cache libpng
RUN apk add --no-cache --virtual .build $PHPIZE_DEPS libpng-dev && docker-php-ext-install gd && apk del .build
