# Case: musl's loader is linked under glibc's name in a release image.
FROM alpine:3.18
RUN apk add --no-cache ca-certificates
RUN apk add --no-cache gcompat
COPY server /server
CMD ["/server"]
