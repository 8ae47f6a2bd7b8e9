# Case: a heredoc without its end.
FROM alpine:3.20
RUN <<EOF
echo hello
EOF
