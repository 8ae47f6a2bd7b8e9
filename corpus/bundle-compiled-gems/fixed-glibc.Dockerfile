# Case: gems compiled on Alpine land on Debian.
FROM ruby:3.2-slim-bookworm AS gems
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev && rm -rf /var/lib/apt/lists/*
COPY Gemfile Gemfile.lock ./
RUN bundle install
FROM ruby:3.2-slim-bookworm
COPY --from=gems /usr/local/bundle /usr/local/bundle
