"""Which glibc a Rust program needs that was built with glibc 2.39 or later: 2.39 if it starts other programs.

The standard library takes ``pidfd_spawnp`` and ``pidfd_getpid`` of glibc 2.39 for ``std::process::Command``.
It names them weakly, but the linkers (GNU ld 2.40, LLD) write the version down without the weak flag, so
the loader insists on it. Measured with rustc 1.95 against glibc 2.41: a program that uses ``Command`` needs
2.39, one that uses threads, files, sockets and time needs 2.34; ``version `GLIBC_2.39' not found`` on glibc 2.36.
The same holds for ``posix_spawn_file_actions_addchdir_np`` of 2.29 and, in every program, ``statx`` of 2.28 since
Rust 1.59 (rust-lang/rust 90846); before, they were looked up at run time. ``pow``, ``exp``, ``exp2``, ``log`` and
``log2`` of doubles have names of 2.29, those of single precision have none newer than 2.27.
C that a crate compiles needs 2.38 where it reads numbers and asks for ``_GNU_SOURCE``.
"""

from dfix.images import Image
from dfix.manifests.cargo import is_named
from dfix.text.pattern import pattern
from dfix.trace.knowledge.rust_crates import (
    c23_crate,
    computing_crate,
    crates_of,
    project_of,
    starting_crate,
    unused_members,
)
from dfix.trace.knowledge.rust_sources import compiled_sources, sources, words_of
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

# ``std::process::Command``, ``tokio::process::{Child, Command}``; clap has a ``Command`` too, so the module counts.
COMMAND = pattern(r"\bprocess::(?:Command\b|\*|\{[^}]*\bCommand\b)")
# Powers and logarithms; of doubles where the file speaks of ``f64`` only.
MATH = pattern(r"\.(?:powf|exp2?|ln|log2?)\(|\bf64::(?:powf|exp2?|ln|log2?)\b")
# The version in a tag: ``1.66.0-slim``, ``latest-rust-1.75``.
VERSION = pattern(r"(?:^|rust-)(\d+)\.(\d+)")
WEAK_SINCE = (1, 59)
# The tests of a file, by custom at its end.
TESTS = pattern(r"(?m)^#\[cfg\(test\)\]\s*^mod\b")


def starts_programs(call: Call, root: Root) -> Tristate:
    """Whether the program that a cargo command builds starts others; unknown without the project's sources."""
    build = crates_of(call, root)
    crate = starting_crate(build) if build is not None else ""
    texts = sources(root, project_of(call))
    if crate and (not texts or is_named(crate, words_of(texts))):
        return Tristate.YES
    others = list(unused_members(call, root, build)) if build is not None and texts else []
    compiled = compiled_sources(root, project_of(call), others) if texts else ()
    if any(COMMAND.search(TESTS.split(text, 1)[0]) for text in compiled or ()):
        return Tristate.YES
    return Tristate.NO if texts else Tristate.UNKNOWN


def computes(call: Call, root: Root) -> bool:
    """Whether the sources or a crate of what a cargo command builds surely take powers or logarithms of doubles."""
    build = crates_of(call, root)
    if build is not None and computing_crate(build):
        return True
    texts = sources(root, project_of(call)) or ()
    return any("f64" in text and "f32" not in text and MATH.search(TESTS.split(text, 1)[0]) for text in texts)


def has_weak_names(image: Image | None) -> bool:
    """Whether an image of Rust has a compiler whose weak names carry versions; False where that is not known."""
    if image is None or "rust" not in f"{image.reference.path}:{image.reference.tag or ''}":
        return False
    version = VERSION.search(image.reference.tag or "")
    return version is None or (int(version[1]), int(version[2])) >= WEAK_SINCE


def needs_c23(call: Call, root: Root) -> bool:
    """Whether a crate of what a cargo command builds is known to need GLIBC_2.38."""
    build = crates_of(call, root)
    return build is not None and bool(c23_crate(build))
