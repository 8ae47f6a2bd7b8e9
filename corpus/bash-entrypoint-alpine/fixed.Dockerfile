# Case: Alpine has no bash for the entrypoint.
FROM alpine:3.20
RUN apk add --no-cache curl bash
COPY entrypoint.sh /
ENTRYPOINT ["/bin/bash", "/entrypoint.sh"]
