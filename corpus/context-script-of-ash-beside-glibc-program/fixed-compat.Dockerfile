# Case: the image's script is for busybox's ash, so that the stage cannot move to Debian.
FROM gcc:12-bookworm AS build
COPY main.c .
RUN gcc -o /app main.c
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
COPY run.sh /run.sh
ENTRYPOINT ["/run.sh"]
