# Case: the author's registry and variables stay when a base is switched.
ARG V=1.22
FROM docker.io/library/golang:${V} AS build
RUN go build -ldflags '-linkmode external -extldflags "-static-pie"' -buildmode=pie -o /app .
FROM docker.io/library/alpine:3.20
COPY --from=build /app /app
