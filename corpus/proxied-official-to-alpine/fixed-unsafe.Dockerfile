# Case: a proxy whose path ends in an official name and tag.
FROM registry.example.com/dockerhub-proxy/library/gcc:13-bookworm AS build
COPY main.c .
RUN gcc -static -O2 -o /app main.c

FROM registry.example.com/dockerhub-proxy/library/alpine:3.20
COPY --from=build /app /app
ENTRYPOINT ["/app"]
