"""Examples of useless-ldconfig (DF301): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

COPIED = "FROM alpine:3.20\nCOPY lib/ /usr/local/lib/\n"

BAD = (
    Bad(COPIED + "RUN «ldconfig /usr/local/lib»\n", "does nothing useful", COPIED),
    Bad(COPIED + "RUN «ldconfig»\n", "the build stops", COPIED),
    Bad(
        COPIED + "RUN apk add curl \\\n    && «ldconfig /usr/local/lib» \\\n    && rm -rf /tmp/x\n",
        "does nothing useful",
        COPIED + "RUN apk add curl \\\n    && rm -rf /tmp/x\n",
    ),
    Bad(
        COPIED + "RUN set -e; apk add curl; «ldconfig» || true; rm -rf /tmp/x\n",
        "does nothing useful",
        COPIED + "RUN set -e; apk add curl; rm -rf /tmp/x\n",
    ),
)

GOOD = (
    Good("glibc needs its cache", "FROM debian:12\nCOPY lib/ /usr/local/lib/\nRUN ldconfig\n"),
    Good("it is a real glibc's", "FROM frolvlad/alpine-glibc\nRUN /usr/glibc-compat/sbin/ldconfig\n"),
    Good("a question, not a command", COPIED + "RUN ldconfig -p | grep libfoo\n"),
    Good("nothing is known of the base", "FROM registry.example/base\nRUN ldconfig\n"),
)
