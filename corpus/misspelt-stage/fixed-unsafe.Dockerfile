# Case: the copy names a stage with a slip.
FROM golang:1.22 AS builder
RUN CGO_ENABLED=0 go build -o /app .
FROM alpine:3.20
COPY --from=builder /app /app
