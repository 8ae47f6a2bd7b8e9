"""The words that commands print from files of the build context: ``cat packages.txt``, ``grep -v '^#' packages.txt``.

People keep the names of packages in a file and give them to a package manager. Only commands whose output follows
from their text are read (POSIX: cat, grep, sed, tr, sort, xargs); nothing is run.
"""

import re
from collections.abc import Callable, Sequence

from dfix.syntax.script import Command, Node, Pipeline, ShellWord
from dfix.syntax.shell import read as read_shell
from dfix.text import UNKNOWN_TEXT
from dfix.values import TypeAlias

Read: TypeAlias = Callable[[str], str | None]
# Patterns of lines without words: remarks, and empty lines.
REMARKS = frozenset(
    r"^# ^#.* ^\s*# ^\s*#.* ^[[:space:]]*# ^$ ^\s*$ ^[[:space:]]*$ ^#\|^$ ^\s*#\|^\s*$ ^(#|$) ^(\s*#|$) ^\s*(#|$) "
    r"^[[:space:]]*(#|$) ^#|^$ ^$|^# ^\s*#|^\s*$ ^\s*$|^\s*# ^(\s*#|\s*$) ^(#|\s*$) ^\s*(\#|$) \# ^\#".split()
)
SED_REMARKS = frozenset(
    r"s/#.*// s/#.*$// s/#.*//g s/#.*$//g s/\s*#.*// s/\s*#.*$// s/\s*#.*//g /^#/d /^\s*#/d /^$/d /^#/d;/^$/d "
    r"/^\s*$/d /^\s*#/d;/^\s*$/d s/#.*//;/^$/d s/#.*$//;/^$/d".split()
)
# In code points: longer lists than people write.
LONGEST = 64 * 1024


def printed_words(command: str, read: Read) -> tuple[str, ...] | None:
    """The words that a command substitution prints; None where that is not known."""
    steps = read_shell(command).steps if len(command) < LONGEST else ()
    text = _output(steps[0].node, read) if len(steps) == 1 else None
    return None if text is None else tuple(text.split())


def printed_text(commands: Sequence[tuple[str, tuple[str, ...]]], text: str | None, read: Read) -> str | None:
    """What the last of some commands in a pipeline prints, each a name and arguments; ``text`` is the first's input."""
    for name, args in commands:
        if name in _FILTERS:
            text = _FILTERS[name](args, text, read)
        elif not _keeps_words(name, args):
            return None
        if text is None:
            return None
    return text


def _output(node: Node, read: Read) -> str | None:
    parts = node.parts if isinstance(node, Pipeline) else (node,)
    commands = [part for part in parts if isinstance(part, Command)]
    if len(commands) < len(parts) or any(len(command.redirects) > 1 or command.assignments for command in commands):
        return None
    first = commands[0].redirects[0] if commands[0].redirects else None
    text = read(_plain(first.target)) if first and first.operator == "<" and first.target else None
    if not commands[0].words:
        return text if len(commands) == 1 else None
    words = [[_plain(word) for word in command.words] for command in commands]
    return printed_text([(name, tuple(args)) for name, *args in words if name], text, read) if all(words) else None


def _plain(word: ShellWord) -> str:
    return word.value(lambda _: None, {})


def _files(args: Sequence[str], text: str | None, read: Read) -> str | None:
    """The text of the files that operands name, or the input where there is none."""
    if not args:
        return text
    texts = [None if UNKNOWN_TEXT in arg else read(arg) for arg in args]
    found = [one for one in texts if one is not None]
    return "\n".join(found) if len(found) == len(texts) and sum(map(len, found)) <= LONGEST else None


def _cat(args: tuple[str, ...], text: str | None, read: Read) -> str | None:
    return None if any(arg.startswith("-") for arg in args) else _files(args, text, read)


def _grep(args: tuple[str, ...], text: str | None, read: Read) -> str | None:
    """``grep -v`` of remarks; other searches are not read."""
    options = "".join(arg.lstrip("-") for arg in args if arg.startswith("-")).replace("invert-match", "v")
    pattern, *files = [arg for arg in args if not arg.startswith("-")] or [""]
    if "v" not in options or not set(options) <= set("vEehs") or (pattern not in REMARKS and pattern != "#"):
        return None
    text = _files(files, text, read)
    return None if text is None else _without_remarks(text, is_anchored="^" in pattern)


def _without_remarks(text: str, *, is_anchored: bool) -> str:
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return "\n".join(line for line in lines if is_anchored or "#" not in line)


def _sed(args: tuple[str, ...], text: str | None, read: Read) -> str | None:
    """Deletions of remarks."""
    script, *files = [arg for arg in args if arg not in ("-e", "-E", "-r")] or [""]
    text = _files(files, text, read) if script in SED_REMARKS else None
    return None if text is None else "\n".join(line.partition("#")[0] for line in text.splitlines())


def _keeps_words(name: str, args: tuple[str, ...]) -> bool:
    r"""Whether a filter changes the order or the line ends only: ``sort -u``, ``tr '\n' ' '``, ``xargs`` alone."""
    if name == "tr":
        return args in (("\\n", " "), ("-d", "\\r"), ("\\r\\n", " "), ("-s", "\\n", " "))
    return name in ("sort", "uniq", "xargs") and all(re.fullmatch(r"-[ur]", arg) for arg in args)


_FILTERS: dict[str, Callable[[tuple[str, ...], str | None, Read], str | None]] = {
    "cat": _cat,
    "grep": _grep,
    "egrep": _grep,
    "sed": _sed,
}
