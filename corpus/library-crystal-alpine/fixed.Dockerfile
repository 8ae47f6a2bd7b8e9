# Case: a Crystal program needs PCRE2 and libgcc, which Alpine's bare image lacks.
FROM crystallang/crystal:1.12.1-alpine AS build
WORKDIR /app
COPY . .
RUN shards build --release
FROM alpine:3.20
RUN apk add --no-cache libgcc pcre2
COPY --from=build /app/bin/app /app
CMD ["/app"]
