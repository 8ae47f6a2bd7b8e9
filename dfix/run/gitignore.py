"""Which paths git ignores, by the .gitignore files on the way (gitignore(5))."""

import os
import re

from dfix.values import NamedTuple


class _Pattern(NamedTuple):
    expression: re.Pattern[str]
    base: str
    negated: bool
    directories_only: bool


class Ignored:
    """The patterns that hold below ``top``: those of the repository around it included."""

    def __init__(self, top: str) -> None:
        """Read the .gitignore files from the repository's root down to ``top``'s parent."""
        self.patterns: list[_Pattern] = []
        here = os.path.abspath(top)
        above = [here]
        while not os.path.exists(os.path.join(above[-1], ".git")) and os.path.dirname(above[-1]) != above[-1]:
            above.append(os.path.dirname(above[-1]))
        if os.path.exists(os.path.join(above[-1], ".git")):
            for directory in reversed(above[1:]):
                self.enter(directory)

    def enter(self, directory: str) -> None:
        """Add the patterns of a directory's own .gitignore."""
        try:
            with open(os.path.join(directory, ".gitignore"), encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
        except OSError:
            return
        base = os.path.abspath(directory)
        self.patterns += [pattern for line in lines if (pattern := _read(line, base))]

    def covers(self, path: str, *, is_directory: bool) -> bool:
        """Whether the last pattern that fits the path ignores it."""
        absolute = os.path.abspath(path)
        for pattern in reversed(self.patterns):
            if pattern.directories_only and not is_directory:
                continue
            if absolute.startswith(pattern.base + os.sep):
                relative = absolute[len(pattern.base) + 1 :].replace(os.sep, "/")
                if pattern.expression.fullmatch(relative):
                    return not pattern.negated
        return False


def _read(line: str, base: str) -> _Pattern | None:
    text = line.rstrip("\r\n")
    text = text if text.endswith("\\ ") else text.rstrip(" ")
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text[negated:].removeprefix("\\")
    directories_only = text.endswith("/")
    text = text.rstrip("/")
    anchored = "/" in text
    expression = _regex(text.lstrip("/"))
    if not anchored:
        expression = f"(?:.*/)?{expression}"
    try:
        return _Pattern(re.compile(expression), base, negated, directories_only)
    except re.error:
        return None


def _regex(text: str) -> str:
    out, at = [], 0
    while at < len(text):
        if text.startswith("**/", at):
            out.append("(?:.*/)?")
            at += 3
        elif text.startswith("/**", at) and at + 3 == len(text):
            out.append("/.*")
            at += 3
        elif text[at] == "*":
            out.append("[^/]*")
            at += 1
        elif text[at] == "?":
            out.append("[^/]")
            at += 1
        elif text[at] == "[" and "]" in text[at + 2 :]:
            end = text.index("]", at + 2)
            body = text[at + 1 : end].replace("\\", "\\\\")
            out.append(f"[^{body[1:]}]" if body[0] in "!^" else f"[{body}]")
            at = end + 1
        else:
            out.append(re.escape(text[at]))
            at += 1
    return "".join(out)
