"""Examples of ldconfig-without-libraries (DF302): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

BAD = (
    Bad(
        "FROM debian:12\nCOPY a /usr/local\nRUN ldconfig «/usr/local/bin»\n",
        "`/usr/local/bin`, which holds no",
        "FROM debian:12\nCOPY a /usr/local\nRUN ldconfig\n",
    ),
    Bad(
        "FROM debian:12\nRUN ldconfig /usr/local/lib «/usr/local/include /usr/local/share/x»\n",
        "`/usr/local/include` and `/usr/local/share/x`, which hold no",
        "FROM debian:12\nRUN ldconfig /usr/local/lib\n",
    ),
    Bad("FROM debian:12\nRUN true && ldconfig -n «/usr/bin»\n", "holds no", "FROM debian:12\nRUN true\n"),
)

GOOD = (
    Good("needed after libraries land", "FROM debian:12\nCOPY lib/ /usr/local/lib/\nRUN ldconfig\n"),
    Good("a directory of libraries", "FROM debian:12\nRUN ldconfig /opt/foo/lib\n"),
    Good("DF301 speaks of musl's", "FROM alpine:3.20\nRUN ldconfig /usr/local/bin\n"),
)
