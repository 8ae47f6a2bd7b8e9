"""Heredocs that write a Dockerfile: ``cat > Dockerfile <<EOF``, ``tee path/Dockerfile <<'EOF'``.

They stand in scripts, in the steps of workflows and of other CI files. Source: the POSIX shell,
"Here-Document": in one whose word is not quoted the shell replaces what begins with ``$`` or a
backquote, and a backslash takes that back.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import Embedded
from dfix.hosts.lines import Marks, block

TARGET = rb"[\"']?[^\s\"'<>|;&]*(?i:docker|container)file[^\s\"'<>|;&]*[\"']?"
OPENS = re.compile(
    rb"^(?=.*(?:>>?[ \t]*|\btee[ \t]+(?:-\S+[ \t]+)*)" + TARGET + rb")"
    rb".*<<(?P<dash>-?)[ \t]*(?P<quote>[\"'\\]?)(?P<word>\w+)[\"']?"
)
EXPANDED = re.compile(r"\\[$`\\]|\\\n|\$\{[^}\n]*\}|\$\([^)\n]*\)|\$\w+|\$[#?@*!$-]|`[^`\n]*`")
LONGEST = 20_000


def _means(mark: str) -> str | None:
    if not mark.startswith("\\"):
        return None
    return "" if mark == "\\\n" else mark[1]


def _write(new: str) -> str:
    return re.sub(r"([$`\\])", r"\\\1", new)


MARKS = Marks(EXPANDED, _means, _write)


def extract(data: bytes) -> list[Embedded]:
    """The body of each such heredoc, in order."""
    return list(_heredocs(data.splitlines(keepends=True)))


def _heredocs(lines: list[bytes]) -> Iterator[Embedded]:
    at = number = 0
    while number < len(lines):
        match = OPENS.match(lines[number]) if len(lines[number]) < LONGEST and b"<<" in lines[number] else None
        at += len(lines[number])
        number += 1
        if match is None:
            continue
        end = next((n for n in range(number, len(lines)) if lines[n].strip() == match["word"]), None)
        if end is None:
            continue
        # The host's own indentation (a block of YAML) is that of the end word.
        indent = lines[end][: len(lines[end]) - len(lines[end].lstrip(b" \t"))]
        body = lines[number:end]
        # ``<<-`` takes tabs away, which BuildKit passes over anyway.
        yield block(body, at, indent, None if match["quote"] else MARKS)
        at += sum(map(len, body))
        number = end
