# Case: tee writes it, in a chain.
FROM python:3.12-alpine3.20
RUN apk add --no-cache jq && printf "%s\n" /lib /usr/local/lib /usr/lib /opt/lib >> /etc/ld-musl-$(uname -m).path && pip install flask
