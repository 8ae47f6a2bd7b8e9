# Case: a program built on the developer's Debian is copied into Alpine.
FROM alpine:3.20
RUN apk add --no-cache gcompat
RUN adduser -D app
COPY build/server /usr/local/bin/server
USER app
ENTRYPOINT ["server"]
