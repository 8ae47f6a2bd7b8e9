# Case: Bitnami's images are Debian.
FROM bitnami/minideb:bookworm AS build
RUN install_packages gcc libc6-dev
COPY main.c .
RUN gcc -static -O2 -o /app main.c

FROM alpine:3.20
COPY --from=build /app /app
ENTRYPOINT ["/app"]
