# Case: ldconfig without a directory stops the build on Alpine.
FROM alpine:3.20
COPY libfoo.so.1 /usr/local/lib/

CMD ["true"]
