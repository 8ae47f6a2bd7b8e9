# Case: gems compiled for Ruby 3.1 meet Ruby 3.3.
FROM ruby:3.1-slim-bookworm AS gems
RUN apt-get update && apt-get install -y build-essential libpq-dev
COPY Gemfile Gemfile.lock ./
RUN bundle install
FROM ruby:3.1-slim-bookworm
COPY --from=gems /usr/local/bundle /usr/local/bundle
