"""``.dockerignore``: which files of a directory are not sent to the builder.

Source: docker's "dockerignore file" reference, and the behaviour of BuildKit's pattern matcher: the
last pattern that matches decides, ``!`` takes back, ``**`` is any number of directories, and a
pattern also matches everything below what it matches.
"""

import re
from collections.abc import Iterable, Iterator

from dfix.text.paths import clean
from dfix.values import NamedTuple

LONGEST = 1_000
MOST = 2_000


class Ignored(NamedTuple):
    """The patterns of one file, in its order: whether each takes back, and what it matches."""

    patterns: tuple[tuple[bool, "re.Pattern[str]"], ...] = ()

    def covers(self, name: str) -> bool:
        """Whether a path, relative to the context with slashes, is left out."""
        left_out = False
        for takes_back, pattern in self.patterns:
            if left_out is takes_back and pattern.match(name):
                left_out = not takes_back
        return left_out

    @property
    def takes_back(self) -> bool:
        """Whether something below a directory that is left out may be sent nevertheless."""
        return any(takes_back for takes_back, _ in self.patterns)


def read_ignored(text: str) -> Ignored:
    """Read a file's text; a malformed pattern matches nothing."""
    lines = text.removeprefix("\ufeff").removeprefix("\xef\xbb\xbf").split("\n")[:MOST]
    return Ignored(tuple(_patterns(lines)))


def _patterns(lines: Iterable[str]) -> Iterator[tuple[bool, "re.Pattern[str]"]]:
    for line in lines:
        if line.startswith("#") or len(line) > LONGEST:
            continue
        pattern = line.strip()
        takes_back = pattern.startswith("!")
        pattern = pattern[1:].strip() if takes_back else pattern
        cleaned = clean(pattern)
        if cleaned:
            from dfix.text.globs import dockerignore_glob

            yield takes_back, dockerignore_glob(cleaned)
