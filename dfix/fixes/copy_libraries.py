"""Copy the loader and the libraries along with a program, into a root that has none."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.findings import Applicability, Change, Family, Fix, Growth, Repair
from dfix.fixes.fit import runtimes_of
from dfix.images import Libc, version_key
from dfix.trace.knowledge.needs import needs_of
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Artifact, Kind

COPY_LIBRARIES = Repair(
    "copy-libraries",
    "`COPY --from` of the loader and of the libraries that the program needs",
    "the paths are those of one architecture; names and users still need more of libc's files",
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
# What ``-l`` may name beside: these are in libc, or among the libraries that are copied.
WITH_LIBC = frozenset("c m pthread dl rt stdc++ gcc gcc_s".split())
KNOWN = frozenset(name for names in BY_LANGUAGE.values() for name in names)
IN_USR = frozenset({"libstdc++.so.6"})


def copy_libraries(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The COPY lines, after the one that brought the program; only where all that it needs is known."""
    artifact, copy = landing.artifact, landing.copy
    flag = copy.flag("from") if copy else None
    machine = MACHINES.get(trace.build.options.platform or "linux/amd64")
    if copy is None or flag is None or machine is None or not landing.stage.root.is_empty:
        return
    paths = _paths(artifact, machine) if not _links_others(trace, artifact) else []
    if paths:
        lines = [f"--from={flag.value} {path} {path.rpartition('/')[0]}/" for path in paths]
        words = f"{trace.source.newline}COPY ".join(lines)
        yield COPY_LIBRARIES.fix(
            "copy the loader and the libraries along",
            (insert.instruction_after(trace.source, copy, "COPY", words),),
            family=Family.MUSL if artifact.abi and artifact.abi.libc is Libc.MUSL else Family.GLIBC,
            cure=None if _reads_no_files(trace, artifact) else Confidence.POSSIBLE,
        )


def _links_others(trace: Trace, artifact: Artifact) -> bool:
    """Whether the program is linked with more than its language's libraries, or may be."""
    builder, call = trace.builder(artifact), artifact.call
    if call is None or any(need.soname not in KNOWN for need in needs_of(artifact, builder.root if builder else None)):
        return True
    if any(runtimes_of(call)) or artifact.language == "go":
        return any(runtimes_of(call))
    flags = (text[2:] for text in call.texts if text.startswith("-l"))
    text = call.script.text[call.command.start : call.command.end]
    return any(flag not in WITH_LIBC for flag in flags) or "$(" in text or "`" in text


def _reads_no_files(trace: Trace, artifact: Artifact) -> bool:
    """Whether its sources, as far as they are read, load nothing of libc's at run time: locales, gconv, plugins."""
    call = artifact.call
    if call is None or artifact.language not in ("c", "c++"):
        return True
    from dfix.trace.commands.cc import WITH_VALUE
    from dfix.trace.knowledge.c_sources import Use, uses_of

    return uses_of(call, trace.stages[call.stage].root, WITH_VALUE).found <= {Use.USERS}


def _paths(artifact: Artifact, machine: str) -> list[str]:
    """The loader first; nothing where the libraries or their places are not known."""
    abi, release = artifact.abi, artifact.abi.release if artifact.abi else None
    if abi is None or release is None or not _needs_language_only(artifact):
        return []
    names = BY_LANGUAGE[artifact.language]
    if abi.libc is Libc.MUSL and release.distro == "alpine":
        extra = [name for name in names if name.startswith(("libstdc", "libgcc"))]
        return [f"/lib/ld-musl-{machine}.so.1", *(f"/usr/lib/{name}" for name in extra)]
    if release.distro not in ("debian", "ubuntu") or not abi.version:
        return []
    older = OLDER if version_key(abi.version) < ONE_LIBC else ()
    directory = f"/lib/{machine}-linux-gnu"
    places = [f"{'/usr' if name in IN_USR else ''}{directory}/{name}" for name in ("libc.so.6", *names, *older)]
    return [GLIBC_LOADERS[machine], *places]


def _needs_language_only(artifact: Artifact) -> bool:
    """Whether it is a program that needs the libraries of its language, which are listed, and no others."""
    made = artifact.made
    if artifact.kind is not Kind.PROGRAM or artifact.needs or artifact.language not in BY_LANGUAGE:
        return False
    return made is not None and made.toolchain.links_language_only
