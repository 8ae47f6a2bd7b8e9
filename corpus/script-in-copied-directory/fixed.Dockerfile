# Case: the script that the image starts comes with its directory, and Alpine has no bash.
FROM alpine:3.20
RUN apk add --no-cache bash
COPY scripts/ /scripts/
RUN chmod +x /scripts/*.sh
CMD ["/scripts/start.sh"]
