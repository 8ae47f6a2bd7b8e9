"""The files that ``find`` finds among what a build made: where they may be, by their names.

Source: POSIX and findutils, find(1). Only conditions that hold for a named program are read; with ``-o``, ``!`` or
``-path`` it is not known what is found.
"""

from collections.abc import Iterator, Sequence

from dfix.text import UNKNOWN_TEXT
from dfix.text.globs import name_matches
from dfix.text.paths import is_pattern, join_path
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Kind
from dfix.trace.state.call import Call
from dfix.trace.state.file_tree import CHEAP, Node
from dfix.trace.state.root import Root

FOLLOWS = frozenset({"-L", "-H", "-P"})
WITH_VALUE = frozenset({"-name", "-iname", "-type", "-perm", "-maxdepth", "-mindepth", "-newer", "-size"})
PLAIN = frozenset({"-executable", "-print", "-print0", "-quit", "-depth", "-xdev"})
# What begins a command that find itself starts.
ENDS = frozenset({"-exec", "-execdir", "-ok"})
# ``$(find build -name app | head -n 1)``, with or without quotes.
SUBSTITUTION = pattern(
    r"\"?[$]\([ \t]{0,9}find[ \t]([^()`$;|&<>\\]{1,300})"
    r"(?:\|[ \t]{0,9}head[ \t]{1,9}-(?:n[ \t]{0,9})?1[ \t]{0,9})?\)\"?",
    having="find",
)
QUOTES = "'\""
PRODUCTS = (Kind.PROGRAM, Kind.LIBRARY)


def found_files(words: Sequence[str], cwd: str, root: Root) -> tuple[str, ...]:
    """The paths of what ``find`` with these words finds, which may be patterns; none where that is not known.

    Of several places of different natures none is known to be the one.
    """
    starts = list(_starts(words))
    name = _name(words[len(starts) :])
    if name is None:
        return ()
    places = [place for start in starts or ["."] for place in _places(root, join_path(cwd, start.rstrip("/")), name)]
    natures = {node.artifact.same_nature for _, node in places}
    return tuple(path for path, _ in places) if len(natures) == 1 else ()


def substituted(call: Call, start: int, end: int, root: Root) -> tuple[str, ...]:
    """The paths that a word ``$(find …)`` of a call's script, from ``start`` to ``end``, means; none for others."""
    match = SUBSTITUTION.fullmatch(call.script.text[start:end])
    if match is None:
        return ()
    return found_files([word.strip(QUOTES) for word in match[1].split()], call.cwd, root)


def _starts(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word not in FOLLOWS and word.startswith(("-", "(", "!", "\\")):
            return
        yield word


def _name(conditions: Sequence[str]) -> str | None:
    """The name, which may be a pattern, that is looked for; None where other conditions are there."""
    name, is_program, skips = "", False, False
    for number, word in enumerate(conditions):
        if skips:
            skips = False
        elif word in ENDS:
            break
        elif word in WITH_VALUE:
            value = conditions[number + 1] if number + 1 < len(conditions) else ""
            name = value if word in ("-name", "-iname") else name
            is_program = is_program or word == "-perm"
            skips = True
        elif word in PLAIN:
            is_program = is_program or word == "-executable"
        else:
            return None
    return name if name and UNKNOWN_TEXT not in name else "*" if is_program else None


def _places(root: Root, directory: str, name: str) -> Iterator[tuple[str, Node]]:
    """The known files of that name at or below a directory; else the trees of products in which one may be."""
    below = list(root.files.below(directory))
    root.files.work.spend(len(below) // CHEAP)
    above = root.files.find(directory)
    known = [(join_path(directory, path), node) for path, node in below]
    exact = [(path, node) for path, node in known if not node.tree and name_matches(path.rpartition("/")[2], name)]
    products = [(path, node) for path, node in exact if node.artifact.kind in PRODUCTS]
    if products or (exact and not is_pattern(name)):
        yield from products or exact
        return
    for path, node in ([(directory, above)] if above else []) + known:
        if node.tree and node.artifact.kind in PRODUCTS and not is_pattern(path):
            inner = root.files.find(f"{path}/{name}")
            if inner is not None:
                yield f"{path}/{name}", inner
