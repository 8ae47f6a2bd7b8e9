"""The Rust sources of a project, as far as the build context has them."""

from collections.abc import Iterator, Sequence

from dfix.text.pattern import pattern
from dfix.trace.state.root import Root

# What cargo does not build into a program, and the programs beside the main one.
ELSEWHERE = frozenset({"target", "tests", "benches", "examples", "fuzz", "node_modules", "build.rs", "xtask"})
BESIDE = "/src/bin"
WORD = pattern(r"[a-z_][a-z0-9_]*")
# More files than this are not read: nothing is known then.
MOST = 400


def sources(root: Root, directory: str) -> Sequence[str] | None:
    """The texts of the sources below a directory; None where there are too many, or one cannot be read.

    Where the project has a main program, those beside it are left out: what they use, it does not have.
    """
    has_main = f"{directory.rstrip('/')}/src/main.rs" in set(_files(root, f"{directory.rstrip('/')}/src"))
    texts: list[str] = []
    for path in _files(root, directory):
        if has_main and path.startswith(f"{directory.rstrip('/')}{BESIDE}/"):
            continue
        text = root.read(path) if len(texts) < MOST else None
        if text is None:
            return None
        texts.append(text)
    return texts


def words_of(texts: Sequence[str]) -> frozenset[str]:
    """All words in lower case that could name a crate."""
    return frozenset(word for text in texts for word in WORD.findall(text))


def _files(root: Root, directory: str) -> Iterator[str]:
    """The Rust sources below a directory, but for tests and the like; links are not followed."""
    for name in root.names(directory):
        path = f"{directory.rstrip('/')}/{name}"
        if name in ELSEWHERE or name.startswith("."):
            continue
        if name.endswith(".rs"):
            yield path
        elif "." not in name:
            yield from _files(root, path)
