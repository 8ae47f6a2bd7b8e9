# ruby-vips opens libvips by its name, and the slim image has none.
FROM ruby:3.3-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libvips42 && rm -rf /var/lib/apt/lists/*
RUN gem install ruby-vips
COPY thumb.rb .
CMD ["ruby", "thumb.rb"]
