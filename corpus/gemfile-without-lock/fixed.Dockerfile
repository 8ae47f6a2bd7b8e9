# Case: the Gemfile asks for pg, which is compiled against libpq; the slim image lacks it.
FROM ruby:3.2-bookworm AS build
WORKDIR /app
COPY . .
RUN bundle install
FROM ruby:3.2-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bundle /usr/local/bundle
CMD ["ruby", "app.rb"]
