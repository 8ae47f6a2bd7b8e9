# Case: Fedora keeps libc's archive in a package of its own.
FROM fedora:40 AS build
RUN dnf install -y gcc && dnf clean all
COPY hello.c .
RUN gcc -o /hello hello.c
FROM fedora:40
COPY --from=build /hello /hello
