"""Which glibc a Rust program needs that was built with glibc 2.39 or later: 2.39 if it starts other programs.

The standard library takes ``pidfd_spawnp`` and ``pidfd_getpid`` of glibc 2.39 for ``std::process::Command``.
It names them weakly, but the linkers (GNU ld 2.40, LLD) write the version down without the weak flag, so
the loader insists on it. Measured with rustc 1.95 against glibc 2.41: a program that uses ``Command`` needs
2.39, one that uses threads, files, sockets and time needs 2.34; ``version `GLIBC_2.39' not found`` on glibc 2.36.
C that a crate compiles needs 2.38 where it reads numbers and asks for ``_GNU_SOURCE``.
"""

from collections.abc import Iterator

from dfix.text.pattern import pattern
from dfix.trace.knowledge.rust_crates import c23_crate, crates_of, project_of, starting_crate
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

# ``std::process::Command``, ``tokio::process::{Child, Command}``; clap has a ``Command`` too, so the module counts.
COMMAND = pattern(r"\bprocess::(?:Command\b|\*|\{[^}]*\bCommand\b)")
# The tests of a file, by custom at its end.
TESTS = pattern(r"(?m)^#\[cfg\(test\)\]\s*^mod\b")
# What cargo does not build into a program.
ELSEWHERE = frozenset({"target", "tests", "benches", "examples", "fuzz", "node_modules", "build.rs", "xtask"})
# More files than this are not read: nothing is known then.
MOST = 400


def starts_programs(call: Call, root: Root) -> Tristate:
    """Whether the program that a cargo command builds starts others; unknown without the project's sources."""
    build = crates_of(call, root)
    if build is not None and starting_crate(build):
        return Tristate.YES
    count = 0
    for path in _sources(root, project_of(call)):
        count += 1
        text = root.read(path)
        if text is None or count > MOST:
            return Tristate.UNKNOWN
        if COMMAND.search(TESTS.split(text, 1)[0]):
            return Tristate.YES
    return Tristate.NO if count else Tristate.UNKNOWN


def needs_c23(call: Call, root: Root) -> bool:
    """Whether a crate of what a cargo command builds is known to need GLIBC_2.38."""
    build = crates_of(call, root)
    return build is not None and bool(c23_crate(build))


def _sources(root: Root, directory: str) -> Iterator[str]:
    """The Rust sources below a directory, but for tests and the like; links are not followed."""
    for name in root.names(directory):
        path = f"{directory.rstrip('/')}/{name}"
        if name in ELSEWHERE or name.startswith("."):
            continue
        if name.endswith(".rs"):
            yield path
        elif "." not in name:
            yield from _sources(root, path)
