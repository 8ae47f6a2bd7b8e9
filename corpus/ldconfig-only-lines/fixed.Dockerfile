# Case: RUNs of their own, first, between blank lines and last.
FROM alpine:3.20

COPY a /a
