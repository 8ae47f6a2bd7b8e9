# Case: the AWS CLI bundles a Python for glibc.
FROM alpine:3.20
RUN apk add --no-cache curl unzip gcompat
RUN curl -fsSL https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip -o aws.zip && unzip -q aws.zip && ./aws/install
