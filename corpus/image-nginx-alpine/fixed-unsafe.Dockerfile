# nginx of the Debian tags needs glibc.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=nginx:1.27 /usr/sbin/nginx /usr/sbin/nginx
CMD ["nginx", "-g", "daemon off;"]
