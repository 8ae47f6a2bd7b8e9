# Case: the fault lands in a base stage that another stage extends.
FROM golang:1.22 AS build
RUN go build -o /app .
FROM alpine:3.20 AS base
COPY --from=build /app /app
FROM base AS debug
RUN apk add --no-cache strace gcompat
FROM base
CMD ["/app"]
