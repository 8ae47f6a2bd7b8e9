# Case: the builder's version stands in an ARG.
ARG GO_VERSION=1.22
FROM golang:${GO_VERSION} AS build
RUN go build -o /app .
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
