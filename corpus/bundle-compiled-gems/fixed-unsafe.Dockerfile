# Case: gems compiled on Alpine land on Debian.
FROM ruby:3.2-alpine3.18 AS gems
RUN apk add --no-cache build-base postgresql-dev
COPY Gemfile Gemfile.lock ./
RUN bundle install
FROM ruby:3.2-alpine3.18
COPY --from=gems /usr/local/bundle /usr/local/bundle
