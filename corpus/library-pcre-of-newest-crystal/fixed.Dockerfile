# Case: Crystal's newest compiler links PCRE2, and the runtime has the first PCRE.
FROM 84codes/crystal:latest-alpine AS build
WORKDIR /tmp
COPY . .
RUN shards build --production --release
FROM alpine:latest
RUN apk add --no-cache pcre libgcc pcre2
COPY --from=build /tmp/bin/app /usr/bin/app
ENTRYPOINT ["/usr/bin/app"]
