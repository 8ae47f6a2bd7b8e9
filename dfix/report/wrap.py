"""Text in lines of so many columns of a terminal."""

from dfix.report.escape import width


def wrapped(text: str, columns: int, *, indent: int, taken: int = 0) -> list[str]:
    """Return the text in lines, broken at blanks; each line after the first begins with ``indent`` blanks.

    ``taken`` columns of the first line are used already; where not even its first word fits there, the first line
    is empty. A word that is wider than a line stays whole, so that a path can be copied. Blanks at the beginning
    of the text stay.
    """
    if taken + width(text) <= columns:
        return [text]
    begin = " " * indent
    first, *rest = text.split(" ")
    lines, line, used = [], first, taken + width(first)
    if taken and first and used > columns:
        lines, line, used = [""], begin + first, indent + width(first)
    for word in rest:
        more = 1 + width(word)
        if used + more > columns and line.strip():
            lines.append(line.rstrip())
            line, used = begin + word, indent + more - 1
        else:
            line += f" {word}"
            used += more
    return [*lines, line]
