# Case: MariaDB's client library goes with mariadb-dev, and mysql2 was compiled against it.
FROM ruby:3.3-alpine3.20
RUN apk add --no-cache mariadb
RUN apk add --no-cache --virtual .gems build-base mariadb-dev \
    && gem install mysql2 \
    && apk del .gems
COPY . /srv
CMD ["ruby", "/srv/main.rb"]
