"""Parser directives: ``# escape=``, ``# syntax=``, ``# check=`` at the very top of the file."""

from collections.abc import Mapping, Sequence

from dfix.text.pattern import pattern
from dfix.text.source import BOM

DIRECTIVE = pattern(r"#[ \t\v\f\r]*([a-zA-Z][a-zA-Z0-9]*)[ \t\v\f\r]*=[ \t\v\f\r]*(.*?)[ \t\v\f\r\n]*$")
KNOWN = frozenset({"syntax", "escape", "check"})


def read_parser_directives(lines: Sequence[str]) -> Mapping[str, str]:
    """Directive names (lower case) and their values.

    They end at the first line that is no known directive, as in BuildKit's ``directives.go``.
    """
    directives: dict[str, str] = {}
    for number, line in enumerate(lines):
        match = DIRECTIVE.match(line.removeprefix(BOM) if number == 0 else line)
        if match is None or match[1].lower() not in KNOWN or match[1].lower() in directives:
            break
        directives[match[1].lower()] = match[2]
    return directives
