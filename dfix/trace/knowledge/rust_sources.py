"""The Rust sources of a project, as far as the build context has them."""

from collections.abc import Sequence

from dfix.text.pattern import pattern
from dfix.trace.state.root import Root

# What cargo does not build into a program, and the programs beside the main one.
ELSEWHERE = frozenset({"target", "tests", "benches", "examples", "fuzz", "node_modules", "build.rs", "xtask"})
BESIDE = "/src/bin"
WORD = pattern(r"[a-z_][a-z0-9_]*")
# More files than this are not read, in no more directories, and none that is deeper: nothing is known then.
MOST, MOST_DIRECTORIES, DEEPEST = 400, 2_000, 20


def sources(root: Root, directory: str) -> Sequence[str] | None:
    """The texts of the sources below a directory; None where there are too many, or one cannot be read.

    Where the project has a main program, those beside it are left out: what they use, it does not have.
    """
    top = directory.rstrip("/")
    paths = _files(root, top)
    if paths is None:
        return None
    if f"{top}/src/main.rs" in paths:
        paths = [path for path in paths if not path.startswith(f"{top}{BESIDE}/")]
    texts = [root.read(path) for path in paths[: MOST + 1]]
    known = [text for text in texts if text is not None]
    return known if len(known) == len(texts) <= MOST else None


def words_of(texts: Sequence[str]) -> frozenset[str]:
    """All words in lower case that could name a crate."""
    return frozenset(word for text in texts for word in WORD.findall(text))


def _files(root: Root, top: str) -> list[str] | None:
    """The Rust sources below a directory, but for tests and the like; None where there are too many directories."""
    found: list[str] = []
    waiting, done = [(top, 0)], 0
    while waiting:
        directory, depth = waiting.pop()
        done += 1
        if done > MOST_DIRECTORIES or depth > DEEPEST:
            return None
        for name in root.names(directory or "/"):
            if name in ELSEWHERE or name.startswith("."):
                continue
            if name.endswith(".rs"):
                found.append(f"{directory}/{name}")
            elif "." not in name:
                waiting.append((f"{directory}/{name}", depth + 1))
    return found
