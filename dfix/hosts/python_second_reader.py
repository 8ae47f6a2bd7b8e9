"""The second reader of every repair in a Python source: libcst, which shares no code with our own reader of tokens.

Our reader decides where the strings of a module are, so an error in it could approve an edit of code. libcst reads
the module before and after: without the texts of its strings it must be the same. libcst has no vote on a text that
it does not read, nor on one that is larger or nested more deeply than people write: there it is slow, or ends the
process (5,000 brackets in one another).

It reads bytes in memory. Only a repair imports libcst, which takes longer than to judge the file.
"""

from collections.abc import Iterator

from dfix.syntax.python import Line, PythonError, lines

LARGEST, MOST_TOKENS, DEEPEST, MOST_INDENTED, MOST_BRANCHES = 500_000, 2_000, 40, 160, 100


def second_objection(before: bytes, after: bytes) -> str | None:
    """Why the change is more than one of strings, or None: it is not, or libcst cannot tell."""
    if not (_is_simple(before) and _is_simple(after)):
        return None
    old = _without_strings(before)
    if old is None or old == _without_strings(after):
        return None
    return "libcst would read other code in the changed file"


def _is_simple(data: bytes) -> bool:
    """Whether libcst reads the text in time, and without an end of the process."""
    if len(data) > LARGEST:
        return False
    text = data.decode("latin-1")
    try:
        own = list(lines(text))
    except PythonError:
        return False
    branches = sum(line.word(0) == "elif" for line in own)
    widest = max((len(row) - len(row.lstrip(" \t")) for row in text.split("\n")), default=0)
    return branches <= MOST_BRANCHES and widest <= MOST_INDENTED and all(map(_is_simple_line, own))


def _is_simple_line(line: Line) -> bool:
    return len(line.tokens) <= MOST_TOKENS and max(_depths(line), default=0) <= DEEPEST


def _depths(line: Line) -> Iterator[int]:
    """How many brackets are open behind each one that opens."""
    ends: list[int] = []
    for start, end in sorted(line.closing.items()):
        while ends and ends[-1] < start:
            ends.pop()
        ends.append(end)
        yield len(ends)


def _without_strings(data: bytes) -> str | None:
    """The code of a module with empty strings; None where libcst does not read it."""
    import libcst

    class Emptied(libcst.CSTTransformer):
        """Takes the text out of strings; the fields of f-strings stay."""

        def leave_SimpleString(  # noqa: N802 - libcst calls it so
            self, _: libcst.SimpleString, updated_node: libcst.SimpleString
        ) -> libcst.SimpleString:
            return updated_node.with_changes(value='""')

        def leave_FormattedStringText(  # noqa: N802 - libcst calls it so
            self, _: libcst.FormattedStringText, updated_node: libcst.FormattedStringText
        ) -> libcst.FormattedStringText:
            return updated_node.with_changes(value="")

    try:
        return libcst.parse_module(data).visit(Emptied()).code
    except (libcst.ParserSyntaxError, UnicodeError, RecursionError):
        return None
