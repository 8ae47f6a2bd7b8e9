"""The libraries that a Nim program opens by their names when it starts: those of the modules that it imports.

Source: Nim's standard library (``re`` and ``nre`` are bindings of PCRE, ``db_sqlite`` and its like of the databases'
clients; ``-d:ssl`` makes ``net`` and ``httpclient`` open OpenSSL), by the pragma ``dynlib``, which takes whichever
version is there. ``--dynlibOverride`` links them instead.
"""

import re
from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

OPENED = {
    "re": "libpcre.so", "nre": "libpcre.so", "db_sqlite": "libsqlite3.so", "db_postgres": "libpq.so",
}  # fmt: skip
WITH_SSL = frozenset({"asyncnet", "httpclient", "net", "openssl", "smtp"})
IMPORT = pattern(r"^[ \t]{0,40}(import|from)[ \t]+([^\n#]{1,300})", re.MULTILINE)
NAME = pattern(r"[A-Za-z_]\w{0,60}")
SSL = pattern(
    r"(?:-d|--define)[:=]ssl\b|switch\(\s*\"define\"\s*,\s*\"ssl\"|^[ \t]*define[:=][\"']?ssl\b", re.MULTILINE
)
LINKED = pattern(r"dynlibOverride", re.IGNORECASE)
CONFIGURATION = ("nim.cfg", "config.nims")
MOST_SOURCES, MOST_DIRECTORIES = 120, 40


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What the project's sources import, where they are available."""
    if artifact.made is None or builder is None or builder.context is None or not artifact.is_dynamic:
        return
    call = artifact.made.call
    said = "\n".join((" ".join(call.texts), *_configuration(call, builder)))
    if LINKED.search(said):
        return
    imported = set(_imported(call, builder))
    opened = {OPENED[name]: name for name in sorted(imported) if name in OPENED}
    for soname, name in opened.items():
        yield Need(soname, Evidence.SOURCE.sure, f"the module `{name}` opens it", ready_made=True)
    if imported & WITH_SSL and SSL.search(said):
        yield Need("libssl.so", Evidence.SOURCE.sure, "`-d:ssl` makes the program open it", ready_made=True)


def _configuration(call: Call, builder: Root) -> Iterator[str]:
    for directory in (call.cwd, join_path(call.cwd, "src")):
        for name in CONFIGURATION:
            yield builder.read(join_path(directory, name)) or ""


def _imported(call: Call, builder: Root) -> Iterator[str]:
    """The modules that the sources of the project import; those of tests are none of it."""
    waiting, count, seen = [call.cwd], 0, 0
    while waiting and count < MOST_SOURCES and seen < MOST_DIRECTORIES:
        home, seen = waiting.pop(0), seen + 1
        for name in builder.names(home):
            if name.endswith(".nim") and count < MOST_SOURCES:
                count += 1
                yield from _modules(builder.read(join_path(home, name)) or "")
            elif "." not in name and not name.startswith(("test", "example", "bench", "doc", "node_modules")):
                waiting.append(join_path(home, name))


def _modules(text: str) -> Iterator[str]:
    """The modules that lines name: ``import std/[re, os]`` names ``re``, ``from re import x`` too."""
    for match in IMPORT.finditer(text):
        words = match[2].partition(" import ")[0] if match[1] == "from" else match[2]
        yield from NAME.findall(words)
