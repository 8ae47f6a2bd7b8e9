# Case: Fedora keeps libc's archive in a package of its own.
FROM fedora:40 AS build
RUN dnf install -y gcc glibc-static && dnf clean all
COPY hello.c .
RUN gcc -static -o /hello hello.c
FROM alpine:3.20
COPY --from=build /hello /hello
