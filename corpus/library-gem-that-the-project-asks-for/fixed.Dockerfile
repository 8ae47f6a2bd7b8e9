# Case: the project itself asks for ruby-vips, which loads libvips.
FROM ruby:3.3-alpine AS build
RUN apk add --no-cache build-base
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle config set --local deployment true && bundle install
FROM ruby:3.3-alpine
RUN apk add --no-cache vips
WORKDIR /app
COPY --from=build /app/vendor/bundle vendor/bundle
COPY . .
CMD ["bundle", "exec", "puma"]
