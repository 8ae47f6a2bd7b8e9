# Case: ldconfig was to make the loader look into a directory of its own.
FROM alpine:3.20
COPY lib/ /opt/vendor/lib/
CMD ["/opt/vendor/bin/vendor"]
