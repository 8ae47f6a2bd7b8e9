"""Copy the loader and the libraries along with a program, into a root that has none."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.findings import Applicability, Change, Family, Fix, Growth, Repair
from dfix.images import Libc, version_key
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Artifact, Kind

COPY_LIBRARIES = Repair(
    "copy-libraries",
    "`COPY --from` of the loader and of the libraries that the program needs",
    "the paths are those of one architecture; names and users still want more of libc's files",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
    Growth.SMALL,
    Confidence.LIKELY,
)
MACHINES = {"linux/amd64": "x86_64", "linux/arm64": "aarch64", "linux/arm64/v8": "aarch64"}
GLIBC_LOADERS = {"x86_64": "/lib64/ld-linux-x86-64.so.2", "aarch64": "/lib/ld-linux-aarch64.so.1"}
# Since 2.34 libpthread, libdl and librt are in libc itself (glibc's NEWS).
ONE_LIBC = (2, 34)
OLDER = ("libpthread.so.0", "libdl.so.2", "librt.so.1")
BY_LANGUAGE = {
    "c": ("libm.so.6",),
    "c++": ("libm.so.6", "libstdc++.so.6", "libgcc_s.so.1"),
    "rust": ("libm.so.6", "libgcc_s.so.1"),
    "go": ("libresolv.so.2",),
}
IN_USR = frozenset({"libstdc++.so.6"})


def copy_libraries(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The COPY lines, after the one that brought the program; only where all that it needs is known."""
    artifact, root = landing.artifact, landing.stage.root
    machine = MACHINES.get(trace.build.options.platform or "linux/amd64")
    copy = landing.copy
    flag = copy.flag("from") if copy else None
    if copy is None or flag is None or machine is None or artifact.kind is not Kind.PROGRAM or not root.is_empty:
        return
    paths = _paths(artifact, machine)
    if paths:
        lines = [f"--from={flag.value} {path} {path.rpartition('/')[0]}/" for path in paths]
        text = f"{trace.source.newline}COPY ".join(lines)
        yield COPY_LIBRARIES.fix(
            "copy the loader and the libraries along",
            (insert.instruction_after(trace.source, copy, "COPY", text),),
            family=Family.MUSL if artifact.abi and artifact.abi.libc is Libc.MUSL else Family.GLIBC,
        )


def _paths(artifact: Artifact, machine: str) -> list[str]:
    """The loader first; nothing where the libraries or their places are not known."""
    abi, release = artifact.abi, artifact.abi.release if artifact.abi else None
    if abi is None or release is None or artifact.language not in BY_LANGUAGE or artifact.needs:
        return []
    if artifact.made is None or not artifact.made.toolchain.links_language_only:
        return []
    if abi.libc is Libc.MUSL and release.distro == "alpine":
        extra = [name for name in BY_LANGUAGE[artifact.language] if name.startswith(("libstdc", "libgcc"))]
        return [f"/lib/ld-musl-{machine}.so.1", *(f"/usr/lib/{name}" for name in extra)]
    if release.distro not in ("debian", "ubuntu") or not abi.version:
        return []
    directory = f"/lib/{machine}-linux-gnu"
    older = OLDER if version_key(abi.version) < ONE_LIBC else ()
    names = ("libc.so.6", *BY_LANGUAGE[artifact.language], *older)
    return [GLIBC_LOADERS[machine], *(f"{'/usr' if name in IN_USR else ''}{directory}/{name}" for name in names)]
