"""Heredocs that write a Dockerfile: ``cat > Dockerfile <<EOF``, ``tee path/Dockerfile <<'EOF'``.

They are in scripts, and in the steps of workflows and of other CI files. Source: the POSIX shell,
"Here-Document": where the word is not quoted, the shell replaces what begins with ``$`` or a
backquote, unless a backslash is before it.
"""

import re
from collections.abc import Iterator

from dfix.hosts.embedded import Embedded
from dfix.hosts.lines import Marks, block, by, regions

TARGET = rb"[\"']?[^\s\"'<>|;&]*(?i:docker|container)file[^\s\"'<>|;&]*[\"']?"
OPENS = re.compile(
    rb"^(?=.*(?:>>?[ \t]*|\btee[ \t]+(?:-\S+[ \t]+)*)" + TARGET + rb")"
    rb".*<<(?P<dash>-?)[ \t]*(?P<quote>[\"'\\]?)(?P<word>\w+)[\"']?"
)
EXPANDED = re.compile(r"\\[$`\\]|\\\n|\$\{[^}\n]*\}|\$\([^)\n]*\)|\$\w+|\$[#?@*!$-]|`[^`\n]*`")


def _means(mark: str) -> str | None:
    if not mark.startswith("\\"):
        return None
    return "" if mark == "\\\n" else mark[1]


def _write(new: str) -> str:
    return re.sub(r"([$`\\])", r"\\\1", new)


MARKS = Marks(by(EXPANDED), _means, _write)


def extract(data: bytes) -> list[Embedded]:
    """The body of each such heredoc, in order."""
    return list(_heredocs(data)) if b"<<" in data else []


def _heredocs(data: bytes) -> Iterator[Embedded]:
    for region in regions(data, OPENS, lambda opened, line: line.strip() == opened["word"]):
        # The host's own indentation (a block of YAML) is that of the end word.
        indent = region.closed[: len(region.closed) - len(region.closed.lstrip(b" \t"))]
        if region.closed:
            # ``<<-`` removes tabs, which BuildKit ignores at the beginning of a line.
            yield block(region.body, region.start, indent, None if region.opened["quote"] else MARKS)
