# Bun of the Debian tags needs glibc.
FROM debian:bookworm-slim
COPY --from=oven/bun:1 /usr/local/bin/bun /usr/local/bin/bun
COPY index.ts /srv/
CMD ["bun", "/srv/index.ts"]
