# Case: nvm fetches builds of Node for glibc.
FROM alpine:3.20
RUN apk add --no-cache bash curl gcompat
RUN curl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v0.39.7/install.sh | bash
