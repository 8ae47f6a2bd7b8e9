"""Which shared libraries a program or a language's packages need beside libc's own, and how sure that is.

What packages need is in ``data/package_libraries.json``. It lists those that are compiled where they are
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
    """The sonames that a dynamic program needs; ``builder`` is the root it was built in, where that is known."""
    yield from ((soname, Confidence.CERTAIN) for soname in artifact.needs)
    yield from ((soname, Confidence.CERTAIN) for soname in _language_runtime(artifact))
    if artifact.made is None:
        return
    if artifact.made.toolchain.name == "cc":
        yield from _by_flags(artifact, artifact.made.call)
    elif artifact.language == "rust" and builder is not None:
        yield from _by_crates(artifact, artifact.made.call, builder)


def _language_runtime(artifact: Artifact) -> Iterator[str]:
    """The sonames of the language's own libraries."""
    if artifact.language == "c++" and artifact.call is not None:
        yield from _cxx_runtime(artifact.call)
    elif artifact.language == "rust" and artifact.abi and artifact.abi.libc is Libc.GLIBC:
        yield "libgcc_s.so.1"


def _cxx_runtime(call: Call) -> Iterator[str]:
    """What a C++ compiler links by itself, or a C compiler by ``-lstdc++``."""
    words = " ".join(call.texts)
    if "++" not in call.name and "-lstdc++" not in words:
        return
    if "-static-libstdc++" not in words:
        yield "libstdc++.so.6"
    if not LINKED_IN.search(words):
        yield "libgcc_s.so.1"


def _by_flags(artifact: Artifact, call: Call) -> Iterator[Need]:
    """What ``-lpq`` on the compiler's command line links."""
    if call.has("-Wl,-Bstatic", "-static", "-c", "-shared"):
        return
    for word in call.texts:
        soname = _openssl_soname(artifact) if word in OPENSSL_FLAGS else soname_of_flag(word)
        if soname:
            yield soname, Confidence.CERTAIN


def _by_crates(artifact: Artifact, call: Call, builder: Root) -> Iterator[Need]:
    """What the project's crates link; where they are not known, OpenSSL if its headers were installed for them."""
    libraries = system_libraries(call, builder)
    if libraries is not None:
        for library in libraries:
            soname = _openssl_soname(artifact) if library.soname == "libssl" else library.soname
            if soname:
                yield soname, library.sure
        return
    is_vendored = "vendored" in " ".join(call.texts) or "OPENSSL_STATIC" in call.env
    openssl = _openssl_soname(artifact)
    if openssl and builder.packages & OPENSSL_PACKAGES and not is_vendored:
        yield openssl, Confidence.LIKELY


def _openssl_soname(artifact: Artifact) -> str | None:
    """The soname of OpenSSL on the release that the program was built on."""
    release = artifact.abi.release if artifact.abi else None
    return release.libssl if release else None


def libraries_of_packages(artifact: Artifact, builder: Root | None) -> Iterator[tuple[str, str]]:
    """Package and soname, for those of an environment that were compiled against a library of the builder."""
    environment, release = artifact.environment, builder.release if builder else None
    # Other distributions may have MySQL's own client library instead of MariaDB's.
    if environment is None or release is None or release.distro not in ("debian", "alpine"):
        return
    sonames = _package_libraries().get(environment.language, {})
    for package in environment.packages:
        if package in sonames:
            yield package, sonames[package]


_package_libraries = FactFile[dict[str, dict[str, str]]](__file__, "package_libraries.json")
