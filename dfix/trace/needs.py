"""Which shared libraries, beside libc's own, a program needs.

Measured with g++ 12, rustc 1.63 and 1.95 (see the page of DF105).
"""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.text.pattern import pattern
from dfix.trace.artifact import Artifact
from dfix.trace.root import Root

# Packages by which a Rust program links the system's OpenSSL (the crate openssl-sys).
OPENSSL_PACKAGES = frozenset({"libssl-dev", "openssl-dev", "openssl-devel"})
LINKED_IN = pattern(r"-static-libstdc\+\+|-static-libgcc")


def libraries_of(artifact: Artifact) -> Iterator[str]:
    """The sonames that a dynamic program of its language asks for."""
    yield from artifact.needs
    call = artifact.recipe.call if artifact.recipe else None
    words = " ".join(call.texts) if call else ""
    drives_cxx = call is not None and ("++" in call.name or "-lstdc++" in words)
    if artifact.language == "c++" and drives_cxx:
        if "-static-libstdc++" not in words:
            yield "libstdc++.so.6"
        if not LINKED_IN.search(words):
            yield "libgcc_s.so.1"
    elif artifact.language == "rust" and artifact.abi and artifact.abi.libc is Libc.GLIBC:
        yield "libgcc_s.so.1"


def openssl_of(artifact: Artifact, builder: Root | None) -> str | None:
    """The soname of the OpenSSL that the program was linked with in its builder; None when it links none."""
    call, release = artifact.recipe.call if artifact.recipe else None, artifact.abi.release if artifact.abi else None
    if call is None or release is None or release.libssl is None or builder is None:
        return None
    linked = artifact.recipe is not None and artifact.recipe.toolchain == "cc" and call.has("-lssl", "-lcrypto")
    by_crate = artifact.language == "rust" and bool(builder.packages & OPENSSL_PACKAGES)
    vendored = "vendored" in " ".join(call.texts) or "OPENSSL_STATIC" in call.env
    return release.libssl if (linked or by_crate) and not vendored else None
