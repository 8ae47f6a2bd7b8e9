# Bun of the Debian tags needs glibc.
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=oven/bun:1 /usr/local/bin/bun /usr/local/bin/bun
COPY index.ts /srv/
CMD ["bun", "/srv/index.ts"]
