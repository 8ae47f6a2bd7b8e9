# Case: the directory of the libraries is there on x86_64 only.
FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev
COPY report.c .
RUN gcc -o /report report.c -lpq
FROM gcr.io/distroless/base-debian12
COPY --from=build /usr/lib/*-linux-gnu/libzstd.so.1 /usr/lib/*-linux-gnu/libgmp.so.10 /usr/lib/
COPY --from=build /etc/ssl /etc/ssl
CMD ["/busybox/sh"]
