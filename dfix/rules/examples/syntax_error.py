"""Examples of syntax-error (DF001): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

BAD = (
    Bad("FROM alpine\n«RUNN» true\n", "unknown instruction `RUNN`", "FROM alpine\nRUN true\n"),
    Bad("«RUN» true\nFROM alpine\n", "before the first FROM"),
    Bad("FROM alpine\n«RUN cat <<EOF»\ntext\n", "never closed", "FROM alpine\nRUN cat <<EOF\ntext\nEOF\n"),
    Bad("FROM a AS one\nCOPY --from=«7» /a /a\n", "no stage 7"),
    Bad("«FROM» a AS one\nCOPY --from=two /x /x\nFROM b AS two\nCOPY --from=one /x /x\n", "needs itself"),
    Bad(
        "FROM a AS build\nFROM b\nCOPY --from=«biuld» /x /x\n",
        "no stage is named `biuld`",
        "FROM a AS build\nFROM b\nCOPY --from=build /x /x\n",
    ),
    Bad("FROM alpine\nENV A=1 «B»\n", "name=value"),
    Bad("FROM alpine\nCOPY <<EOF /main.c\n#include <stdio.h>\nEOF\n«RUNN» true\n", "unknown instruction `RUNN`"),
)

GOOD = (
    Good("instructions may be in lower case", "from alpine\nrun true\n"),
    Good("another frontend may know more", "# syntax=example.com/frontend\nFROM alpine\nINCLUDE x\n"),
    Good("another image may be copied from", "FROM a AS build\nFROM b\nCOPY --from=busybox /x /x\n"),
    Good("a template's marks are replaced before anybody builds it", "FROM a:{{ v }} {{ x }}\n{% if y %}\nRUN true\n"),
    Good("a preprocessor replaces its own words", "INCLUDE base.inc\nRUN true\n"),
    Good("so does m4", "define(`VERSION', `3')\nFROM alpine:VERSION\n"),
    Good("so does cpp", 'FROM alpine\n#include "tools.inc"\n#ifdef DEBUG\nRUNN true\n#endif\n'),
    Good("a later stage may be copied from", "FROM a\nCOPY --from=two /x /x\nFROM b AS two\n"),
    Good("a heredoc may hold what looks like instructions", "FROM alpine\nRUN <<EOF\nRUNN true\nEOF\n"),
    Good("ENV's older form takes one name and the rest of the line", "FROM alpine\nENV A b c\n"),
)
