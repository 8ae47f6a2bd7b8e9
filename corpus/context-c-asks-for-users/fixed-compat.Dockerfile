# Case: linked statically with the libc of Debian 11, getpwnam finds nobody; on Debian 12 it does.
FROM gcc:12-bullseye AS build
COPY main.c .
RUN gcc -o /app main.c
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
