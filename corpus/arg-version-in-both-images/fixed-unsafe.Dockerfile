# Case: an ARG holds the version of both images; only the variant behind it changes.
ARG RUBY_VERSION=3.2
FROM ruby:$RUBY_VERSION-alpine3.20 AS build
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
FROM ruby:$RUBY_VERSION-alpine3.20
COPY --from=build /usr/local/bundle /usr/local/bundle
