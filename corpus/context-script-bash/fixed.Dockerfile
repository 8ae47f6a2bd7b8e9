# Case: a start script that asks for bash, which Alpine has not.
FROM alpine:3.20
RUN apk add --no-cache bash
COPY start.sh /start.sh
ENTRYPOINT ["/start.sh"]
