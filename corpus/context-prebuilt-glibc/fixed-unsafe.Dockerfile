# Case: a program built on the developer's Debian is copied into Alpine.
FROM debian:bookworm-slim
RUN useradd -m app
COPY build/server /usr/local/bin/server
USER app
ENTRYPOINT ["server"]
