# Case: the builder's version stands in an ARG.
ARG GO_VERSION=1.22
FROM golang:${GO_VERSION} AS build
RUN go build -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
