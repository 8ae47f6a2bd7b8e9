"""Which shared libraries a program or a language's packages need beside libc's own, and how sure that is.

What packages need stands in ``data/package_libraries.json``: of those that are compiled where they are
installed, since nobody publishes them ready made for Linux. Measured with g++ 12, rustc 1.63 and 1.95
(see the page of DF105).
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.images import Libc
from dfix.images.packages import soname_of_flag
from dfix.text.pattern import pattern
from dfix.trace.knowledge.rust_crates import system_libraries
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

Need = tuple[str, Confidence]
# Packages by which a Rust program links the system's OpenSSL (the crate openssl-sys).
OPENSSL_PACKAGES = frozenset({"libssl-dev", "openssl-dev", "openssl-devel"})
LINKED_IN = pattern(r"-static-libstdc\+\+|-static-libgcc")
OPENSSL_FLAGS = ("-lssl", "-lcrypto")


def libraries_of(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The sonames that a dynamic program asks for; ``builder`` is the root it was built in, where that is known."""
    yield from ((soname, Confidence.CERTAIN) for soname in artifact.needs)
    call = artifact.call
    words = " ".join(call.texts) if call else ""
    drives_cxx = call is not None and ("++" in call.name or "-lstdc++" in words)
    if artifact.language == "c++" and drives_cxx:
        if "-static-libstdc++" not in words:
            yield "libstdc++.so.6", Confidence.CERTAIN
        if not LINKED_IN.search(words):
            yield "libgcc_s.so.1", Confidence.CERTAIN
    elif artifact.language == "rust" and artifact.abi and artifact.abi.libc is Libc.GLIBC:
        yield "libgcc_s.so.1", Confidence.CERTAIN
    if call is None or artifact.made is None:
        return
    if artifact.made.toolchain.name == "cc":
        yield from _by_flags(artifact, call)
    elif artifact.language == "rust" and builder is not None:
        yield from _by_crates(artifact, call, builder)


def _by_flags(artifact: Artifact, call: Call) -> Iterator[Need]:
    """What ``-lpq`` on the compiler's command line links."""
    if call.has("-Wl,-Bstatic", "-static", "-c", "-shared"):
        return
    for word in call.texts:
        soname = _openssl(artifact) if word in OPENSSL_FLAGS else soname_of_flag(word)
        if soname:
            yield soname, Confidence.CERTAIN


def _by_crates(artifact: Artifact, call: Call, builder: Root) -> Iterator[Need]:
    """What the project's crates link; where they are not known, OpenSSL if its headers were installed for them."""
    linked = system_libraries(call, builder)
    if linked is not None:
        for one in linked:
            soname = _openssl(artifact) if one.soname == "libssl" else one.soname
            if soname:
                yield soname, one.sure
        return
    vendored = "vendored" in " ".join(call.texts) or "OPENSSL_STATIC" in call.env
    if builder.packages & OPENSSL_PACKAGES and not vendored:
        soname = _openssl(artifact)
        if soname:
            yield soname, Confidence.LIKELY


def _openssl(artifact: Artifact) -> str | None:
    """The soname of OpenSSL on the release that the program was built on."""
    release = artifact.abi.release if artifact.abi else None
    return release.libssl if release else None


def libraries_of_packages(artifact: Artifact, builder: Root | None) -> Iterator[tuple[str, str]]:
    """Package and soname, for those of an environment that were compiled against a library of the builder."""
    environment, release = artifact.environment, builder.release if builder else None
    # Elsewhere MySQL's own client library may stand in the place of MariaDB's.
    if environment is None or release is None or release.distro not in ("debian", "alpine"):
        return
    known = _package_libraries().get(environment.language, {})
    for package in environment.packages:
        if package in known:
            yield package, known[package]


_package_libraries = FactFile[dict[str, dict[str, str]]](__file__, "package_libraries.json")
