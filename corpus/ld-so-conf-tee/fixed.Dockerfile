# Case: tee writes it, in a chain.
FROM python:3.12-alpine3.20
RUN apk add --no-cache jq && pip install flask
