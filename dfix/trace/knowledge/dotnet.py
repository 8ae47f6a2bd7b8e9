"""What a .NET project's file and a runtime identifier say, and the programs that start an application by its name.

Beside the assemblies of a program ``dotnet publish`` writes a small native one, the apphost, for the libc of the
runtime identifier, or else of the SDK's own system (.NET documentation, "Application publishing overview"). An image
that starts ``dotnet App.dll`` does not need it.
"""

from collections.abc import Iterator, Sequence

from dfix.confidence import Confidence
from dfix.images import Libc
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.stage import StageTrace
from dfix.trace.state.arch import of_words
from dfix.trace.state.artifact import Abi, Artifact, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.file_tree import Landed
from dfix.trace.state.root import Root

# Beginnings of runtime identifiers that are Linux's without the word.
DISTRIBUTIONS = ("alpine", "debian", "ubuntu", "rhel")
# What lies beside an apphost and is none.
OTHER_FILE = pattern(r"\.(dll|exe|so|sh|py|js|json|config|pdb|xml|txt|html?)$")
RUNTIME = pattern(r"<RuntimeIdentifier>\s*([\w.-]+)\s*</")
NO_HOST = pattern(r"<UseAppHost>\s*false|UseAppHost=false")


def is_for_linux(runtime: str) -> bool:
    """Whether a runtime identifier is known, and one of Linux."""
    return UNKNOWN_TEXT not in runtime and ("linux" in runtime or runtime.startswith(DISTRIBUTIONS))


def libc_of(runtime: str) -> Libc | None:
    """The libc of a runtime identifier; None (the builder's own) where there is no identifier."""
    if not runtime:
        return None
    return Libc.MUSL if "musl" in runtime or runtime.startswith("alpine") else Libc.GLIBC


def project_file(call: Call, root: Root, projects: list[str]) -> str | None:
    """The text of the published project's file; None without it, or where several may be meant."""
    named = next(iter(projects), "")
    if named.endswith("proj"):
        files = [call.path(named)]
    else:
        folder = call.path(named) if named else call.cwd
        files = [join_path(folder, name) for name in root.names(folder) if name.endswith("proj")]
    return root.read(files[0]) if len(files) == 1 else None


def started_hosts(stage: StageTrace, stages: Sequence[StageTrace]) -> Iterator[Landed]:
    """The apphosts of framework-dependent applications that a stage starts by their own names."""
    for path in stage.starts:
        node = stage.root.files.find(path)
        host = _host(node.artifact, stages) if node and not OTHER_FILE.search(path) else None
        if host:
            yield Landed(path, host)


def _host(artifact: Artifact, stages: Sequence[StageTrace]) -> Artifact | None:
    """The apphost among assemblies that ``dotnet publish`` wrote; None where there is none, or of unknown libc."""
    made = artifact.made
    if made is None or made.toolchain.name != "dotnet" or artifact.is_dynamic:
        return None
    call, root = made.call, stages[made.stage].root
    projects = [arg.text for arg in call.operands() if arg.text.endswith("proj")]
    text = (project_file(call, root, projects) or "") + " ".join(call.texts)
    option, written = call.option("-r", "--runtime"), RUNTIME.search(text)
    runtime = option.text if option else written[1] if written else ""
    libc = libc_of(runtime) or root.libc
    if libc is None or (runtime and not is_for_linux(runtime)) or NO_HOST.search(text):
        return None
    because = f"the program that starts the application, for {runtime or 'the builder'}"
    sure = min(Confidence.LIKELY, artifact.confidence, root.family_sure)
    return artifact._replace(
        kind=Kind.PROGRAM,
        linkage=Linkage.DYNAMIC,
        abi=Abi(libc, None),
        language="c++",
        because=because,
        confidence=sure,
        environment=None,
        arch=of_words(runtime),
    )
