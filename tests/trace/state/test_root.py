"""What a root offers: loaders that come, loaders that may have come, and what nobody can tell."""

import pytest

from dfix.images import Libc
from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import trace
from dfix.tristate import Tristate

YES, NO, UNKNOWN = Tristate.YES, Tristate.NO, Tristate.UNKNOWN


def offers(text: str, libc: Libc = Libc.GLIBC) -> Tristate:
    return trace(plan(parse(Source(text.encode())), BuildOptions())).stages[-1].root.offers(libc)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("FROM debian:12\n", YES),
        ("FROM alpine:3.20\n", NO),
        ("FROM scratch\n", NO),
        ("FROM registry.example/x\n", UNKNOWN),
        ("FROM alpine:3.20\nRUN apk add --no-cache gcompat\n", YES),
        ("FROM alpine:3.20\nRUN apk add libc6-compat=1.2.3-r4\n", YES),
        ("FROM alpine:3.20\nRUN apk add --allow-untrusted glibc-2.35-r1.apk\n", YES),
        ("FROM alpine:3.20\nRUN apk add --allow-untrusted /tmp/x.apk\n", UNKNOWN),
        ("FROM alpine:3.20\nRUN apk add $PACKAGES\n", UNKNOWN),
        ("FROM alpine:3.20\nRUN mkdir /lib64 && ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2\n", YES),
        ("FROM alpine:3.20\nRUN curl https://example.com/sgerrand.rsa.pub | tee /etc/apk/keys/x\n", UNKNOWN),
        ("FROM scratch\nADD rootfs.tar.xz /\n", UNKNOWN),
        ("FROM scratch\nCOPY . /\n", UNKNOWN),
        ("FROM scratch\nCOPY app /app\n", NO),
        ("FROM debian:12 AS b\nFROM scratch\nCOPY --from=b / /\n", YES),
        ("FROM debian:12 AS b\nFROM scratch\nCOPY --from=b /lib64 /lib64\n", YES),
        ("FROM debian:12 AS b\nFROM scratch\nCOPY --from=b /lib64/ld-linux-x86-64.so.2 /lib64/\n", YES),
        ("FROM debian:12 AS b\nRUN ldd /x\nFROM scratch\nCOPY --from=b /deps /deps\n", UNKNOWN),
        ("FROM debian:12 AS b\nFROM scratch\nCOPY --from=b /etc/passwd /etc/\n", NO),
        ("FROM debian:12 AS b\nFROM scratch\nCOPY --from=debian:12 /lib64/ld-linux-x86-64.so.2 /lib64/\n", YES),
        ("FROM alpine:3.20 AS base\nRUN apk add gcompat\nFROM base\n", YES),
        ("FROM alpine:3.20\nRUN if true; then apk add gcompat; fi\n", UNKNOWN),
    ],
)
def test_glibc(text: str, answer: Tristate) -> None:
    assert offers(text) is answer


def test_musl_on_debian() -> None:
    assert offers("FROM debian:12\nRUN apt-get install -y musl\n", Libc.MUSL) is YES
