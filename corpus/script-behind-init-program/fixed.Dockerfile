# Case: an init program starts the script, which asks for bash.
FROM alpine:3.20
RUN apk add --no-cache tini bash
COPY --chmod=755 start.sh /start.sh
ENTRYPOINT ["/sbin/tini", "--", "/start.sh"]
