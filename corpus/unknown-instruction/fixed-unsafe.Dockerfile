# Case: an instruction that BuildKit does not know.
FROM alpine:3.20
RUN apk add curl
