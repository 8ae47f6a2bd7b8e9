# Case: ADD fetches a linux-gnu build into an Alpine runtime.
FROM debian:bookworm-slim
ADD --chmod=755 https://example.com/tool-x86_64-unknown-linux-gnu /usr/local/bin/tool
