# Case: gcompat brings a loader for the extended Hugo, and no C++ runtime.
FROM debian:bookworm-slim
ADD https://github.com/gohugoio/hugo/releases/download/v0.119.0/hugo_extended_0.119.0_linux-amd64.tar.gz /tmp/hugo.tar.gz
RUN tar -xzf /tmp/hugo.tar.gz -C /usr/local/bin hugo && rm /tmp/hugo.tar.gz
WORKDIR /site
COPY . .
RUN hugo --minify
