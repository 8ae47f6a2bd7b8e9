"""The libraries that a program of C or C++ needs: what its compiler links by itself, and what it is told to.

Measured with g++ 12 (see the page of DF105).
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images.packages import soname_of_flag
from dfix.text import readable
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.needs.openssl import openssl_of
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

LINKED_IN = pattern(r"-static-libstdc\+\+|-static-libgcc")
OPENSSL_FLAGS = ("-lssl", "-lcrypto")


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What the compiler's command line links; nothing of a project whose own files say it."""
    if artifact.made is None or artifact.made.toolchain.name != "cc":
        return
    call = artifact.made.call
    if artifact.language == "c++":
        yield from _cxx_runtime(call)
    yield from _by_flags(artifact, call)


def _cxx_runtime(call: Call) -> Iterator[Need]:
    """What a C++ compiler links by itself, or a C compiler by ``-lstdc++``."""
    words, because = " ".join(call.texts), f"`{readable(call.name)}` links the C++ runtime"
    if "++" not in call.name and "-lstdc++" not in words:
        return
    if "-static-libstdc++" not in words:
        yield Need("libstdc++.so.6", Confidence.CERTAIN, because)
    if not LINKED_IN.search(words):
        yield Need("libgcc_s.so.1", Confidence.CERTAIN, because)


def _by_flags(artifact: Artifact, call: Call) -> Iterator[Need]:
    """What ``-lpq`` on the compiler's command line links."""
    if call.has("-Wl,-Bstatic", "-static", "-c", "-shared"):
        return
    for word in call.texts:
        soname = openssl_of(artifact) if word in OPENSSL_FLAGS else soname_of_flag(word)
        if soname:
            yield Need(soname, Confidence.CERTAIN, f"`{word}` links it")
