# Case: service pack 6 has glibc 2.38, service pack 5 has 2.31.
FROM registry.suse.com/bci/bci-base:15.6 AS build
RUN zypper --non-interactive install gcc
COPY main.c .
RUN gcc -static -O2 -o /app main.c

FROM registry.suse.com/bci/bci-micro:15.5
COPY --from=build /app /app
ENTRYPOINT ["/app"]
