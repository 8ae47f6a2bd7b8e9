# Bun of the Alpine tags needs libstdc++.
FROM alpine:3.20
RUN apk add --no-cache libstdc++
COPY --from=oven/bun:1-alpine /usr/local/bin/bun /usr/local/bin/bun
COPY index.ts /srv/
CMD ["bun", "/srv/index.ts"]
