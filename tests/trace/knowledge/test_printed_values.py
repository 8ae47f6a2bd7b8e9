"""What command substitutions print that follows from their words alone."""

import pytest

from dfix.syntax.script import Command
from dfix.syntax.shell import read
from dfix.text import UNKNOWN_TEXT
from dfix.trace.knowledge.printed_values import printed_values

VALUES = {"PLATFORM": "linux/amd64", "EMPTY": "", "URL": "https://h.org/a/b-1.2.tar.gz", "LONG": "a" * 4000}
PRINTED = [
    (r"echo ${PLATFORM} | sed 's/\//-/g'", "linux-amd64"),
    (r"echo ${EMPTY:-linux/amd64} | sed 's/\//-/g'", "linux-amd64"),
    ("echo $PLATFORM | sed 's|/|-|'", "linux-amd64"),
    ("echo $PLATFORM | sed 's|linux/||'", "amd64"),
    ("echo $PLATFORM | sed -e 's/amd64/x86_64/' -e 's/arm64/aarch64/'", "linux/x86_64"),
    ("echo $PLATFORM | sed 's/amd64$/x64/;s/^linux/l/'", "l/x64"),
    ("echo $PLATFORM | sed 's/^amd64//'", "linux/amd64"),
    (r"echo v1.2 | sed 's/\./_/'", "v1_2"),
    ("echo $PLATFORM | tr / -", "linux-amd64"),
    ("echo -n $PLATFORM | tr '[:lower:]' '[:upper:]'", "LINUX/AMD64"),
    ("echo v1.2 | tr -d v", "1.2"),
    ("echo $PLATFORM | cut -d / -f 2", "amd64"),
    ("echo $PLATFORM | cut -d'/' -f2-", "amd64"),
    ("echo $PLATFORM | cut -d: -f2", "linux/amd64"),
    ("echo $PLATFORM | awk -F/ '{print $2}'", "amd64"),
    ("echo a  b | awk '{ print $2 }'", "b"),
    ("echo $PLATFORM | awk -F/ '{print $3}'", ""),
    ("printf '%s' $PLATFORM", "linux/amd64"),
    ("printf $PLATFORM | cut -d/ -f1", "linux"),
    ("basename $URL", "b-1.2.tar.gz"),
    ("basename $URL .tar.gz", "b-1.2"),
    ("dirname /a/b/c", "/a/b"),
    ("dirname a", "."),
]
UNREAD = [
    "echo $(uname -m) | sed s/x86_64/amd64/",
    "echo $NOBODY",
    "uname -m",
    "echo $PLATFORM | sed 's/.*/a/'",
    "echo $PLATFORM | sed 's/[/]/a/'",
    "echo $PLATFORM | sed 's/linux/&64/'",
    r"echo $PLATFORM | sed 's/\(linux\)/\1/'",
    "echo $PLATFORM | sed -n 's/linux/a/p'",
    "echo $PLATFORM | tr abc def",
    "echo $PLATFORM | cut -c 1-3",
    "echo $PLATFORM | cut -d / -f 1,2",
    "echo $PLATFORM | awk '{print NF}'",
    "echo $PLATFORM | head -1",
    "echo $PLATFORM > /x",
    "echo a; echo b",
    "echo a && echo b",
    r"echo 'a\nb'",
    "printf '%d' 3",
    "basename -s .gz a.gz",
    "echo $LONG | sed 's/a/bb/g'",
    "echo " + "a" * 600,
]


def printed(command: str) -> str | None:
    first = read(f'X="$({command})"').steps[0].node
    assert isinstance(first, Command)
    word = first.assignments[0][1]
    assert word is not None
    found = printed_values(word, VALUES.get, {})
    assert UNKNOWN_TEXT not in "".join(found.values())
    return found.get(command)


@pytest.mark.parametrize(("command", "text"), PRINTED)
def test_printed(command: str, text: str) -> None:
    assert printed(command) == text


@pytest.mark.parametrize("command", UNREAD)
def test_unread(command: str) -> None:
    assert printed(command) is None
