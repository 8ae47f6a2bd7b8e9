"""Examples of missing-ldconfig (DF303): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

COPIED = (
    "FROM debian:12 AS build\nRUN ./configure && make && make install\n"
    "FROM debian:12-slim\nCOPY --from=build /usr/local/bin/tool /usr/local/bin/\n"
    'COPY --from=build «/usr/local/lib/libtool.so.1» /usr/local/lib/\nCMD ["tool"]\n'
)

BAD = (
    Bad(
        COPIED,
        "finds `/usr/local/lib/libtool.so.1` only through ld.so.cache",
        COPIED.replace("/usr/local/lib/\nCMD", "/usr/local/lib/\nRUN ldconfig\nCMD"),
    ),
)

GOOD = (
    Good("ldconfig runs afterwards", COPIED.replace("CMD", "RUN ldconfig\nCMD")),
    Good("an installation runs it", COPIED.replace("CMD", "RUN apt-get update && apt-get install -y libssl3\nCMD")),
    Good("the loader is told where to look", COPIED.replace("CMD", "ENV LD_LIBRARY_PATH=/usr/local/lib\nCMD")),
    Good("a directory that the loader knows", COPIED.replace(" /usr/local/lib/\n", " /usr/lib/x86_64-linux-gnu/\n")),
    Good("musl keeps no cache", COPIED.replace("debian:12", "alpine:3.20").replace("alpine:3.20-slim", "alpine:3.20")),
)
