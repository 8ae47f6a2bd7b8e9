# Case: a proxy whose path ends in an official name and tag.
FROM registry.example.com/dockerhub-proxy/library/gcc:13-bookworm AS build
COPY main.c .
RUN gcc -O2 -o /app main.c

FROM registry.example.com/dockerhub-proxy/library/alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
ENTRYPOINT ["/app"]
