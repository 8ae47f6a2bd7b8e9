# Case: Alpine's own package of Crystal 1.12 links PCRE2, and the older PCRE is installed.
FROM alpine:3.20 AS build
RUN apk add --no-cache crystal shards musl-dev
WORKDIR /app
COPY . .
RUN crystal build --release src/app.cr -o /app/bin/app
FROM alpine:3.20
RUN apk add --no-cache pcre gc libevent libgcc pcre2
COPY --from=build /app/bin/app /app
CMD ["/app"]
