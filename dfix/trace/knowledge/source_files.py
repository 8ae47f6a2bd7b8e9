"""The source files below a directory of the build context: found within bounds, and by their endings."""

from collections.abc import Collection

from dfix.trace.state.root import Root

# More directories than these are not looked into, and none that is deeper: nothing is known then.
MOST_DIRECTORIES, DEEPEST = 2_000, 20


def files_below(root: Root, top: str, endings: tuple[str, ...], elsewhere: Collection[str]) -> list[str] | None:
    """The paths below ``top`` with one of the endings, but for the names of ``elsewhere`` and hidden ones.

    A name with a dot is no directory. None where there are too many directories.
    """
    found: list[str] = []
    waiting, done = [(top, 0)], 0
    while waiting:
        directory, depth = waiting.pop()
        done += 1
        if done > MOST_DIRECTORIES or depth > DEEPEST:
            return None
        for name in root.names(directory or "/"):
            if name in elsewhere or name.startswith("."):
                continue
            if name.endswith(endings):
                found.append(f"{directory}/{name}")
            elif "." not in name:
                waiting.append((f"{directory}/{name}", depth + 1))
    return found
