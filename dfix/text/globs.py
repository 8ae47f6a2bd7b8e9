"""Wildcard patterns: one function for each syntax that dfix reads, with the source of that syntax.

Each returns a compiled expression; its ``match`` tells whether a whole name or path matches. No pattern
takes exponential time: a wildcard takes the first place at which what follows it matches, and never
a later one (``_expression`` says why that is enough).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import count

from dfix.text.pattern import pattern as lazy
from dfix.text.source import UNKNOWN_TEXT
from dfix.values import TypeAlias

END = r"\Z"
# The end of the path, or of the name of a directory above it.
END_OR_BELOW = r"(?:/|\Z)"
NOTHING = r"(?!)"
# ``x**/`` makes two expressions out of one; a pattern with more than this many of them matches nothing.
MOST_CHOICES = 4
# git's wildmatch.c and ctype.c: ASCII only.
CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f", "digit": "0-9",
    "graph": r"\x21-\x7e", "lower": "a-z", "print": r"\x20-\x7e", "punct": r"!-/:-@\[-`{-~", "space": r" \t\n\r",
    "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
BRACES = lazy(r"(?<![$])\{([^{},]{0,300},[^{}]{0,300})\}")
MOST_BRACES, MOST_WORDS = 3, 64
CLASS = lazy(r"\[:([^\]]*):\]")


# A pattern is read into tokens: expressions for one character, and these wildcards. The last one is nothing, or
# directories with their slashes.
NAME, PATH, DIRECTORIES = "*", "**", "**/"
# What each wildcard matches, the shortest text first.
STARS = {NAME: "[^/]*?", PATH: ".*?", DIRECTORIES: "(?:.*?/)??"}
# Reads the token that begins at an offset; with the offset behind it.
_Reader: TypeAlias = "Callable[[str, int], tuple[str, int]]"


class _MalformedError(ValueError):
    """The pattern breaks the rules of its syntax, so it matches nothing."""


def name_matches(name: str, pattern: str) -> bool:
    """Whether a name matches as in Python's ``fnmatch``: ``*`` matches slashes too, ``[!…]`` negates.

    The syntax of dfix's own patterns: in configuration files, in the catalog's data, in lists of file names.
    """
    return fnmatchcase(name, pattern)


def braces(text: str) -> list[str]:
    """The words that ``a{b,c}d`` becomes (Bash's manual, "Brace Expansion"); of very many the text itself."""
    words = [text]
    for _ in range(MOST_BRACES if "{" in text else 0):
        matches = [BRACES.search(word) for word in words]
        if not any(matches):
            break
        words = [
            f"{word[: match.start()]}{part}{word[match.end() :]}" if match else word
            for word, match in zip(words, matches, strict=True)
            for part in (match[1].split(",") if match else ("",))
        ]
        if len(words) > MOST_WORDS:
            return [text]
    return words


def tree_glob(pattern: str) -> "re.Pattern[str]":
    """Paths of a root filesystem; text that is not known stands for any part of one name.

    As in a shell (POSIX, "Patterns Used for Filename Expansion"): ``*`` and ``?`` match no slash, ``[!…]``
    negates, an open bracket is a bracket. A backslash is a character: quotes are gone when a word is looked up.
    """
    return _compiled(pattern.replace(UNKNOWN_TEXT, "*"), _name_star, _shell_set, escapes=False)


def copy_glob(pattern: str) -> "re.Pattern[str]":
    """Sources of COPY and ADD: Go's ``filepath.Match``, which the Dockerfile reference names.

    ``*`` and ``?`` match no slash, ``[^…]`` negates, a backslash quotes; a malformed pattern matches nothing.
    """
    return _compiled(pattern, _name_star, _go_set)


def dockerignore_glob(pattern: str) -> "re.Pattern[str]":
    """A line of ``.dockerignore``, cleaned: it matches a path, and all that is below it.

    As in moby's ``patternmatcher``: as ``copy_glob``, and ``**`` stands for any number of directories.
    """
    return _compiled(pattern, _dockerignore_stars, _go_set, end=END_OR_BELOW)


def gitignore_glob(pattern: str) -> "re.Pattern[str]":
    """A pattern of ``.gitignore`` without its leading and trailing slash; paths are byte text.

    As in git's ``wildmatch.c`` with WM_PATHNAME: ``**`` stands for directories where slashes or the ends of
    the pattern surround it. git compares what precedes the first wildcard by itself (``dir.c``), so that
    a ``**`` behind it begins the pattern.
    """
    plain = re.match(r"[^*?[\\]*", pattern)
    prefix = plain[0] if plain else ""
    return _compiled(pattern[len(prefix) :], _git_stars, _git_set, prefix=re.escape(prefix))


def value_expression(pattern: str, *, longest: bool) -> str:
    """The text of an expression for ``${X#pattern}`` and the like: ``*`` and ``?`` match anything.

    It matches the longest text or the shortest (BuildKit's ``frontend/dockerfile/shell/lex.go``).
    """
    first, *others = ("".join("." if char == "?" else re.escape(char) for char in part) for part in pattern.split("*"))
    last = [f".*{others.pop()}"] if longest and others else []
    groups = count()
    return "".join([first, *(_first_match(f".*?{part}", next(groups)) for part in others), *last])


def _compiled(
    pattern: str, read_stars: _Reader, read_set: _Reader, *, escapes: bool = True, prefix: str = "", end: str = END
) -> "re.Pattern[str]":
    try:
        choices = _choices(list(_tokens(pattern, read_stars, read_set, escapes=escapes)))
    except _MalformedError:
        return re.compile(NOTHING)
    groups = count()
    expressions = "|".join(_expression(tokens, end, groups) for tokens in choices)
    return re.compile(f"{prefix}(?:{expressions})", re.DOTALL)


def _tokens(pattern: str, read_stars: _Reader, read_set: _Reader, *, escapes: bool) -> Iterator[str]:
    at = 0
    while at < len(pattern):
        if pattern[at] == "*":
            token, at = read_stars(pattern, at)
        elif pattern[at] == "[":
            token, at = read_set(pattern, at)
        elif pattern[at] == "?":
            token, at = "[^/]", at + 1
        else:
            char, at = _character(pattern, at) if escapes else (pattern[at], at + 1)
            token = re.escape(char)
        yield token


def _character(pattern: str, at: int) -> tuple[str, int]:
    """The character at an offset, or the one that a backslash there quotes."""
    at += pattern[at : at + 1] == "\\"
    if at >= len(pattern):
        raise _MalformedError
    return pattern[at], at + 1


def _choices(tokens: list[str]) -> list[list[str]]:
    """The token lists that make up one pattern: more than one only where ``**/`` does not follow a slash."""
    at = next((at for at in range(1, len(tokens)) if _is_inside_name(tokens, at)), None)
    if at is None:
        return [tokens]
    if tokens.count(DIRECTORIES) > MOST_CHOICES:
        raise _MalformedError
    before, after = tokens[:at], tokens[at + 1 :]
    return [*_choices([*before, *after]), *_choices([*before, PATH, "/", *after])]


def _is_inside_name(tokens: Sequence[str], at: int) -> bool:
    return tokens[at] == DIRECTORIES and tokens[at - 1] not in ("/", DIRECTORIES)


def _expression(tokens: Sequence[str], end: str, groups: "count[int]") -> str:
    """An expression that tries one place for each wildcard: the first at which the next part matches.

    That is enough. Where a later place leads to a match, the first does too: the next wildcard can go on
    from there to wherever it would go from the later one. This holds among the wildcards that stay inside
    one name, between two that cross slashes; and among the parts between those two, each taken as a whole.
    """

    def inside_names(part: Sequence[str], end: str) -> str:
        return _joined(part, (NAME,), end, groups, _literal)

    return _joined(tokens, (PATH, DIRECTORIES), end, groups, inside_names)


def _joined(
    tokens: Sequence[str],
    stars: Sequence[str],
    end: str,
    groups: "count[int]",
    expression: Callable[[Sequence[str], str], str],
) -> str:
    """The expressions of the parts between these wildcards, each but the first with the wildcard before it."""
    parts = list(_parts(tokens, stars))
    texts = [expression(part, end if part is parts[-1][1] else "") for _, part in parts]
    return "".join(
        _first_match(STARS[star] + text, next(groups)) if star else text
        for (star, _), text in zip(parts, texts, strict=True)
    )


def _literal(part: Sequence[str], end: str) -> str:
    return "".join(part) + end


def _parts(tokens: Sequence[str], stars: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The tokens between these wildcards, each part with the wildcard before it (empty before the first)."""
    star = ""
    part: list[str] = []
    for token in tokens:
        if token in stars:
            yield star, part
            star, part = token, []
        else:
            part.append(token)
    yield star, part


def _first_match(expression: str, number: int) -> str:
    """An atomic group, as Python 3.10 can write it: it matches in one way, and no other one is tried."""
    return f"(?=(?P<g{number}>{expression}))(?P=g{number})"


def _name_star(_: str, at: int) -> tuple[str, int]:
    return NAME, at + 1


def _dockerignore_stars(pattern: str, at: int) -> tuple[str, int]:
    if not pattern.startswith("**", at):
        return NAME, at + 1
    return (DIRECTORIES, at + 3) if pattern.startswith("/", at + 2) else (PATH, at + 2)


def _git_stars(pattern: str, at: int) -> tuple[str, int]:
    end = at
    while pattern.startswith("*", end):
        end += 1
    is_bounded = (at == 0 or pattern[at - 1] == "/") and (end == len(pattern) or pattern.startswith(("/", "\\/"), end))
    if end == at + 1 or not is_bounded:
        return NAME, end
    return (DIRECTORIES, end + 1) if pattern.startswith("/", end) else (PATH, end)


def _set(ranges: Sequence[tuple[str, str]], classes: str = "", *, negated: bool, slash: bool) -> str:
    """An expression for one character in these ranges and classes, or for one in none of them."""
    body = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in ranges if low <= high) + classes
    inside = f"[{'^' if negated else ''}{body}]" if body else "." if negated else NOTHING
    return inside if slash else f"(?!/){inside}"


def _shell_set(pattern: str, at: int) -> tuple[str, int]:
    """``[!…]`` negates, a first ``]`` is a member, nothing is quoted; an open bracket is a character."""
    negated = pattern.startswith("!", at + 1)
    first = at + 1 + negated
    end = pattern.find("]", first + 1)
    if end < 0:
        return r"\[", at + 1
    ranges, here = [], first
    while here < end:
        last = here + 2 if pattern[here + 1] == "-" and here + 2 < end else here
        ranges.append((pattern[here], pattern[last]))
        here = last + 1
    return _set(ranges, negated=negated, slash=False), end + 1


def _go_set(pattern: str, at: int) -> tuple[str, int]:
    """``[^…]`` negates; an empty set, and ``-`` or ``]`` as they are, are malformed."""
    negated = pattern.startswith("^", at + 1)
    here = at + 1 + negated
    ranges: list[tuple[str, str]] = []
    while not (ranges and pattern.startswith("]", here)):
        low, here = _go_member(pattern, here)
        high, here = _go_member(pattern, here + 1) if pattern.startswith("-", here) else (low, here)
        ranges.append((low, high))
    return _set(ranges, negated=negated, slash=True), here + 1


def _go_member(pattern: str, at: int) -> tuple[str, int]:
    if pattern.startswith(("-", "]"), at):
        raise _MalformedError
    return _character(pattern, at)


def _git_set(pattern: str, at: int) -> tuple[str, int]:
    """``[!…]`` and ``[^…]`` negate, a first ``]`` is a member; ``[:class:]`` and ranges are in it."""
    negated = pattern.startswith(("!", "^"), at + 1)
    first = here = at + 1 + negated
    ranges: list[tuple[str, str]] = []
    classes = low = ""
    while here == first or not pattern.startswith("]", here):
        name = CLASS.match(pattern, here)
        if name:
            classes, low, here = classes + _class(name[1]), "", name.end()
        elif low and pattern.startswith("-", here) and not pattern.startswith("]", here + 1):
            high, here = _character(pattern, here + 1)
            ranges.append((low, high))
            low = ""
        else:
            low, here = _character(pattern, here)
            ranges.append((low, low))
    return _set(ranges, classes, negated=negated, slash=False), here + 1


def _class(name: str) -> str:
    if name not in CLASSES:
        raise _MalformedError
    return CLASSES[name]
