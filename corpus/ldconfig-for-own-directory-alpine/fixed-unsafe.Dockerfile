# Case: ldconfig was to make the loader look into a directory of its own.
FROM alpine:3.20
COPY lib/ /opt/vendor/lib/
RUN printf "%s\n" /lib /usr/local/lib /usr/lib /opt/vendor/lib >> /etc/ld-musl-$(uname -m).path
CMD ["/opt/vendor/bin/vendor"]
