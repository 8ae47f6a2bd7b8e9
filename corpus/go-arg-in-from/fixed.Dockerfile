# Case: the builder's version stands in an ARG.
ARG GO_VERSION=1.22
FROM golang:${GO_VERSION} AS build
RUN CGO_ENABLED=0 go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
