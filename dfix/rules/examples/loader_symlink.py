"""Examples of loader-symlink (DF402): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

LINKED = "FROM alpine:3.20\nRUN mkdir /lib64 && «ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2»\nCOPY app /app\n"

BAD = (
    Bad(
        LINKED,
        "takes the place of glibc's",
        LINKED.replace("«ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2»", "apk add --no-cache gcompat"),
    ),
)

GOOD = (
    Good(
        "a package does it",
        LINKED.replace("ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2", "apk add --no-cache gcompat"),
    ),
    Good(
        "a link among glibc's own files",
        LINKED.replace("alpine:3.20", "debian:12").replace(
            "/lib/libc.musl-x86_64.so.1", "/lib/x86_64-linux-gnu/ld-2.36.so"
        ),
    ),
    Good("another link", LINKED.replace("/lib64/ld-linux-x86-64.so.2", "/usr/lib/libc.so.6")),
)
