# Case: the image starts busybox's crond, which no distroless image has.
FROM gcc:12-bookworm AS build
COPY main.c .
RUN gcc -pthread -ldl -o /app main.c
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
COPY crontab /etc/crontabs/root
CMD ["crond", "-f"]
