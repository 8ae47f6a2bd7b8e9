# Case: ADD fetches a linux-gnu build into an Alpine runtime.
FROM alpine:3.20
RUN apk add --no-cache gcompat
ADD --chmod=755 https://example.com/tool-x86_64-unknown-linux-gnu /usr/local/bin/tool
