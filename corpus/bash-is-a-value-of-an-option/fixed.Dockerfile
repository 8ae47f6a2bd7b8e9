# Case: a group is called bash; no package of that name is installed.
FROM alpine:3.20
RUN apk add --no-cache bash
RUN apk add --no-cache --virtual bash curl
SHELL ["/bin/bash", "-c"]
RUN echo ready
