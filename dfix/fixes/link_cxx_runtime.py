"""Link the C++ runtime into the program."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Fix, Growth, Repair
from dfix.images import Libc, version_key
from dfix.trace.landing import Landing

LINK_CXX_RUNTIME = Repair(
    "link-cxx-runtime",
    "`-static-libstdc++ -static-libgcc`: the program has the C++ runtime in itself",
    "other libraries of C++ that it links bring the system's runtime beside it",
    Applicability.UNSAFE,
    Change.WORDS,
    Growth.SMALL,
    Confidence.LIKELY,
)


def link_cxx_runtime(landing: Landing) -> Iterator[Fix]:
    """The switches, after the compiler's name; with an older glibc at run time the archive may ask for too much."""
    artifact = landing.artifact
    call = artifact.made.call if artifact.made and artifact.made.toolchain.name == "cc" else None
    if call is None or not can_edit(call) or call.has("-shared", "-static-libstdc++") or _is_older(landing):
        return
    edit = insert.after_program(call, " -static-libstdc++ -static-libgcc")
    yield LINK_CXX_RUNTIME.fix("link the C++ runtime in", (edit,))


def _is_older(landing: Landing) -> bool:
    """Whether the runtime's libc is older than the builder's, or that is not known."""
    abi, loader = landing.artifact.abi, None
    if abi is not None:
        loader = landing.stage.root.loader(abi.libc)
    if abi is None or abi.libc is not Libc.GLIBC or not abi.version or loader is None or not loader.version:
        return True
    return version_key(loader.version) < version_key(abi.version)
