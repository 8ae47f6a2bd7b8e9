# Case: the AWS CLI bundles a Python for glibc.
FROM debian:bookworm-slim
COPY --from=amazon/aws-cli:2.15.0 /usr/local/aws-cli /usr/local/aws-cli
