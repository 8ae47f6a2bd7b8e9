"""The libraries of the system that a Rust project's own files link: its build script, and ``#[link]`` in its sources.

Sources: the Cargo book, "Build Scripts" (``rustc-link-lib``); the Rust reference, "External blocks" (``link``).
"""

from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

BY_SCRIPT = pattern(r"cargo::?rustc-link-lib=(?:dylib=)?([A-Za-z][\w+.-]*)\"")
BY_SOURCE = pattern(r"#\[link\(\s*name\s*=\s*\"([\w+.-]+)\"(?!\s*,\s*kind\s*=\s*\"(?!dylib))")
# What every system has, or the compiler brings.
OWN = frozenset("c m pthread dl rt util gcc_s gcc".split())
FILES = (("build.rs", BY_SCRIPT), ("src/main.rs", BY_SOURCE), ("src/lib.rs", BY_SOURCE))


def links_of_project(call: Call, root: Root) -> tuple[str, ...]:
    """The names behind ``-l`` that the project of a ``cargo`` command links; empty where its files cannot be read."""
    if root.context is None:
        return ()
    manifest, directory = call.option("--manifest-path"), call.option("--path")
    if manifest:
        home = call.path(manifest.text).rpartition("/")[0]
    else:
        home = call.path(directory.text) if directory else call.cwd
    texts = ((root.read(join_path(home, name)) or "", linked) for name, linked in FILES)
    found = (name for text, linked in texts for name in linked.findall(text))
    return tuple(dict.fromkeys(name for name in found if name not in OWN))
