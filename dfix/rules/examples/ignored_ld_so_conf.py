"""Examples of ignored-ld-so-conf (DF304): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

WRITTEN = "FROM alpine:3.20\nRUN apk add --no-cache jq && «echo /opt/lib > /etc/ld.so.conf.d/opt.conf»\n"
MEANT = 'printf "%s\\n" /lib /usr/local/lib /usr/lib /opt/lib >> /etc/ld-musl-$(uname -m).path'

BAD = (
    Bad(WRITTEN, "is not read in", "FROM alpine:3.20\nRUN apk add --no-cache jq && " + MEANT + "\n"),
    Bad(
        "FROM python:3.12-alpine3.20\nRUN «echo /usr/local/foo/lib >> /etc/ld.so.conf» && ldconfig /usr/local/foo/lib\n",
        "`/etc/ld.so.conf` is not read",
        "FROM python:3.12-alpine3.20\nRUN "
        + MEANT.replace("/opt/lib", "/usr/local/foo/lib")
        + " && ldconfig /usr/local/foo/lib\n",
    ),
)

GOOD = (
    Good(
        "glibc reads it",
        WRITTEN.replace("alpine:3.20", "debian:12").replace("apk add --no-cache", "apt-get install -y"),
    ),
    Good("a real glibc was put there", WRITTEN.replace("alpine:3.20", "frolvlad/alpine-glibc")),
    Good("musl's own file", WRITTEN.replace("ld.so.conf.d/opt.conf", "ld-musl-x86_64.path")),
)
