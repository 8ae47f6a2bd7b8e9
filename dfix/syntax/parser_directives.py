"""Parser directives: ``# escape=``, ``# syntax=``, ``# check=`` at the very top of the file."""

from collections.abc import Mapping, Sequence

from dfix.text.source import BOM

BLANKS = " \t\v\f\r"
KNOWN = frozenset({"syntax", "escape", "check"})


def read_parser_directives(lines: Sequence[str]) -> Mapping[str, str]:
    """Directive names (lower case) and their values.

    They end at the first line that is no known directive, as in BuildKit's ``directives.go``.
    """
    directives: dict[str, str] = {}
    for number, line in enumerate(lines):
        name, sign, value = (line.removeprefix(BOM) if number == 0 else line).partition("=")
        key = name[1:].strip(BLANKS).lower()
        if not sign or not name.startswith("#") or key not in KNOWN or key in directives:
            break
        directives[key] = value.strip(BLANKS + "\n")
    return directives
