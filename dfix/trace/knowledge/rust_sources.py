"""The Rust sources of a project, as far as the build context has them."""

import re
from collections.abc import Sequence

from dfix.text.pattern import pattern
from dfix.trace.knowledge.source_files import files_below
from dfix.trace.state.root import Root

# What cargo does not build into a program, and the programs beside the main one.
ELSEWHERE = frozenset({"target", "tests", "benches", "examples", "fuzz", "node_modules", "build.rs", "xtask"})
BESIDE = "/src/bin"
# ``mod name;``, and where a file has a module that is not called so.
DECLARED = pattern(r"^[ \t]*(?:pub(?:\([^)\n]*\))?[ \t]+)?mod[ \t]+(?:r#)?(\w+)[ \t]*;", re.MULTILINE, having="mod")
OTHER_PATH = pattern(r"#\[path\b", having="path")
WORD = pattern(r"[a-z_][a-z0-9_]*")
# More files than this are not read: nothing is known then.
MOST = 400


def sources(root: Root, directory: str) -> Sequence[str] | None:
    """The texts of the sources below a directory; None where there are too many, or one cannot be read.

    Where the project has a main program, those beside it are left out: what they use, it does not have.
    """
    texts = sources_by_path(root, directory)
    return None if texts is None else list(texts.values())


def compiled_sources(root: Root, directory: str, others: Sequence[str]) -> Sequence[str] | None:
    """The same without those that no module declares, and those in the directories of ``others``.

    Those are members of a workspace that the program does not use.
    """
    texts = sources_by_path(root, directory)
    if texts is None:
        return None
    below = tuple(f"{other.rstrip('/')}/" for other in others)
    own = {path: text for path, text in texts.items() if not path.startswith(below)}
    if any(OTHER_PATH.search(text) for text in own.values()):
        return list(own.values())
    declared = {"main", "lib"} | {name for text in own.values() for name in DECLARED.findall(text)}
    return [text for path, text in own.items() if "fn main" in text or _module(path) in declared]


def _module(path: str) -> str:
    """The name of the module that a file holds."""
    *_, above, name = path.split("/")
    return above if name == "mod.rs" else name.removesuffix(".rs")


def sources_by_path(root: Root, directory: str) -> dict[str, str] | None:
    """The sources below a directory by their paths; None where there are too many, or one cannot be read."""
    top = directory.rstrip("/")
    paths = files_below(root, top, (".rs",), ELSEWHERE)
    if paths is None:
        return None
    if f"{top}/src/main.rs" in paths:
        paths = [path for path in paths if not path.startswith(f"{top}{BESIDE}/")]
    texts = {path: root.read(path) for path in paths[: MOST + 1]}
    known = {path: text for path, text in texts.items() if text is not None}
    return known if len(known) == len(texts) <= MOST else None


def words_of(texts: Sequence[str]) -> frozenset[str]:
    """All words in lower case that could name a crate."""
    return frozenset(word for text in texts for word in WORD.findall(text))
