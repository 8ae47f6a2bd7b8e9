# Case: the AWS CLI bundles a Python for glibc.
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=amazon/aws-cli:2.15.0 /usr/local/aws-cli /usr/local/aws-cli
