# Case: a build inside if, a group and sh -c.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN set -e; \
    if [ -d vendor ]; then \
        go build -mod=vendor -o /out/a .; \
    else \
        go build -o /out/a .; \
    fi; \
    sh -c 'go build -o /out/b ./b'
FROM alpine:3.20
COPY --from=build /out/a /out/b /usr/local/bin/
