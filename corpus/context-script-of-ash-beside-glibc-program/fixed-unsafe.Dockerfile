# Case: the image's script is for busybox's ash, so that the stage cannot move to Debian.
FROM gcc:12-bookworm AS build
COPY main.c .
RUN gcc -static -o /app main.c
FROM alpine:3.20
COPY --from=build /app /app
COPY run.sh /run.sh
ENTRYPOINT ["/run.sh"]
