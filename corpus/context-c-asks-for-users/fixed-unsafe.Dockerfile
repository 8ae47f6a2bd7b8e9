# Case: linked statically with the libc of Debian 11, getpwnam finds nobody; on Debian 12 it does.
FROM gcc:12-bullseye AS build
COPY main.c .
RUN gcc -o /app main.c
FROM debian:bullseye-slim
COPY --from=build /app /app
