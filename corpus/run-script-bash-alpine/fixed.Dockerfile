# Case: a RUN calls a script that asks for bash, and removes it.
FROM alpine:3.20
RUN apk add --no-cache bash
COPY setup.sh /tmp/setup.sh
RUN /tmp/setup.sh && rm /tmp/setup.sh
