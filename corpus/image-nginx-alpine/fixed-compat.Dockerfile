# nginx of the Debian tags needs glibc.
FROM alpine:3.20
RUN apk add --no-cache gcompat pcre2
COPY --from=nginx:1.27 /usr/sbin/nginx /usr/sbin/nginx
CMD ["nginx", "-g", "daemon off;"]
