# Case: glibc's configuration is written on Alpine.
FROM alpine:3.20
COPY vendor/lib /opt/vendor/lib
RUN mkdir -p /etc/ld.so.conf.d && printf "%s\n" /lib /usr/local/lib /usr/lib /opt/vendor/lib >> /etc/ld-musl-$(uname -m).path
