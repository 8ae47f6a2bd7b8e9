# Case: glibc's configuration is written on Alpine.
FROM alpine:3.20
COPY vendor/lib /opt/vendor/lib
RUN mkdir -p /etc/ld.so.conf.d
