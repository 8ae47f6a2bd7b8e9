"""Examples of missing-ldconfig (DF303): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

COPIED = (
    "FROM debian:12 AS build\nRUN ./configure && make && make install\n"
    "FROM debian:12-slim\nCOPY --from=build /usr/local/bin/tool /usr/local/bin/\n"
    'COPY --from=build «/usr/local/lib/libtool.so.1» /usr/local/lib/\nCMD ["tool"]\n'
)
INSTALLED = (
    "FROM debian:12\nRUN apt-get update && apt-get install -y gcc make curl\nWORKDIR /tmp/libfeed\n"
    "RUN curl -L https://x.example/feed.tgz | tar -xz && ./configure && «make install»\n"
    'COPY a.c .\nRUN gcc -o /usr/local/bin/a a.c -lfeed\nCMD ["a"]\n'
)

BAD = (
    Bad(
        INSTALLED,
        "the libraries that `make install` puts below `/usr/local/lib`",
        INSTALLED.replace("install»", "install && ldconfig»"),
    ),
    Bad(
        COPIED,
        "finds `/usr/local/lib/libtool.so.1` only through ld.so.cache",
        COPIED.replace("/usr/local/lib/\nCMD", "/usr/local/lib/\nRUN ldconfig\nCMD"),
    ),
)

GOOD = (
    Good("ldconfig runs after it", INSTALLED.replace("-lfeed", "-lfeed && ldconfig")),
    Good("a later installation runs it", INSTALLED.replace("COPY", "RUN apt-get install -y libexpat1\nCOPY")),
    Good("the program knows the directory", INSTALLED.replace("-lfeed", "-lfeed -Wl,-rpath,/usr/local/lib")),
    Good("a directory that the loader searches", INSTALLED.replace("./configure", "./configure --prefix=/usr")),
    Good("archives only", INSTALLED.replace("./configure", "./configure --disable-shared")),
    Good("no library's project", INSTALLED.replace("/tmp/libfeed", "/tmp/feed")),
    Good("ldconfig runs afterwards", COPIED.replace("CMD", "RUN ldconfig\nCMD")),
    Good("an installation runs it", COPIED.replace("CMD", "RUN apt-get update && apt-get install -y libssl3\nCMD")),
    Good("the loader is told where to look", COPIED.replace("CMD", "ENV LD_LIBRARY_PATH=/usr/local/lib\nCMD")),
    Good("a directory that the loader knows", COPIED.replace(" /usr/local/lib/\n", " /usr/lib/x86_64-linux-gnu/\n")),
    Good("musl keeps no cache", COPIED.replace("debian:12", "alpine:3.20").replace("alpine:3.20-slim", "alpine:3.20")),
)
