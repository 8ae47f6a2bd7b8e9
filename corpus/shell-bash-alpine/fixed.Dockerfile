# Case: SHELL names a bash that Alpine does not have.
FROM alpine:3.20
RUN apk add --no-cache bash
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN wget -qO- https://example.com/list | sort > /list
