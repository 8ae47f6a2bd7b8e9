# Case: a linux-gnu build fetched on Debian lands on Alpine.
FROM debian:12 AS fetch
RUN apt-get update && apt-get install -y curl
RUN curl -fsSLo /tool https://example.com/tool-x86_64-linux-gnu && chmod +x /tool
FROM debian:bookworm-slim
COPY --from=fetch /tool /usr/local/bin/tool
