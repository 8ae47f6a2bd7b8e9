"""The libraries of a Crystal program: its unwinder's, PCRE2, and libevent before its own event loop (1.15).

Sources: Crystal's page "Required libraries", and the release notes of 1.8 (PCRE2) and 1.15 (the event loop). The
compilers of Crystal's own and of 84codes' images bring the garbage collector as an archive; Alpine's links its package.
"""

import re
from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.builder_libraries import linked_library
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.needs.openssl import openssl_of
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

LIKELY = Evidence.KNOWN_RUNTIME.sure
FIRST_WITH_PCRE2, FIRST_WITHOUT_LIBEVENT = (1, 8), (1, 15)
# The version of the package ``crystal`` by Alpine's release (Alpine's package index).
OF_ALPINE = {"3.17": (1, 6), "3.18": (1, 8), "3.19": (1, 10), "3.20": (1, 12), "3.21": (1, 14), "edge": (1, 18)}
# Images whose tag ``latest`` is the newest compiler's, which was 1.20 in summer 2026 (their publishers' build files).
NEWEST_BY_LATEST = frozenset({"crystallang/crystal", "84codes/crystal"})
NEWEST_TAG, NEWEST = pattern(r"(?:latest|nightly|alpine)(?:-|$)"), (1, 20)
# What an application requires of the standard library, and the link name of what that is a binding of.
OF_STANDARD_LIBRARY = {"yaml": "yaml", "xml": "xml2", "big": "gmp", "sqlite3": "sqlite3"}
REQUIRE = pattern(r'^\s*require\s+"([\w/-]+)"', re.MULTILINE)
WITH_TLS = frozenset({"http", "http/client", "http/server", "openssl", "kemal", "lucky", "crest"})
MOST_SOURCES, MOST_DIRECTORIES = 120, 40


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What every program links, and what its sources require."""
    if artifact.made is None or builder is None or builder.release is None or not artifact.is_dynamic:
        return
    yield Need("libgcc_s.so.1", LIKELY, "a Crystal program unwinds its stack with it")
    version = _version(builder)
    if version is not None:
        yield from _linked("pcre2-8" if version >= FIRST_WITH_PCRE2 else "pcre", builder, "Crystal's Regex links it")
    if version is not None and version < FIRST_WITHOUT_LIBEVENT:
        yield from _linked("event", builder, "Crystal's event loop links it")
    if "crystal" in builder.packages:
        yield from _linked("gc", builder, "a compiler of the distribution's own links its garbage collector")
    required = set(_required(artifact, builder))
    for name, link in OF_STANDARD_LIBRARY.items():
        yield from _linked(link, builder, f"the program requires `{name}`") if name in required else ()
    openssl = openssl_of(artifact)
    if openssl and required & WITH_TLS:
        yield Need(openssl, LIKELY, "Crystal's HTTP links OpenSSL")


def _version(builder: Root) -> tuple[int, int] | None:
    """The compiler's version: of the distribution's own package, or of the image that is named after it."""
    if "crystal" in builder.packages and builder.release is not None:
        return OF_ALPINE.get(builder.release.version or "") if builder.release.distro == "alpine" else None
    reference = builder.image.reference if builder.image else None
    if reference is None or "crystal" not in reference.path:
        return None
    match = re.match(r"(\d+)\.(\d+)", reference.tag or "")
    if match is None and reference.path in NEWEST_BY_LATEST and NEWEST_TAG.match(reference.tag or "latest"):
        return NEWEST
    return (int(match[1]), int(match[2])) if match else None


def _linked(link: str, builder: Root, because: str) -> Iterator[Need]:
    library = linked_library(link, builder)
    if library is not None:
        yield Need(library.soname, min(library.sure, LIKELY), because)


def _required(artifact: Artifact, builder: Root) -> Iterator[str]:
    """What the project's sources require; nothing where they are not available."""
    if artifact.made is None or builder.context is None:
        return
    waiting, count = [join_path(artifact.made.call.cwd, "src")], 0
    while waiting and count < MOST_SOURCES:
        home = waiting.pop(0)
        for name in builder.names(home):
            if name.endswith(".cr") and count < MOST_SOURCES:
                count += 1
                yield from REQUIRE.findall(builder.read(join_path(home, name)) or "")
            elif "." not in name and len(waiting) < MOST_DIRECTORIES:
                waiting.append(join_path(home, name))
