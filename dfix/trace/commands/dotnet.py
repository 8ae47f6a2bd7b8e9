""".NET: ``dotnet publish``, ``dotnet build``, MSBuild, Mono.

Framework-dependent output runs on any libc. With a runtime identifier and self-contained, single
file, trimmed or AOT it is tied to the identifier (.NET documentation, "RID catalog",
".NET application publishing overview"): since .NET 6 ``-r`` alone is not self-contained, before it was.
"""

import re
from collections.abc import Iterator

from dfix.images import Libc
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect
from dfix.trace.state.products import LIKELY, leaves, native, portable, unclear
from dfix.trace.state.root import Root

WITH_VALUE = (
    "-o",
    "--output",
    "-c",
    "--configuration",
    "-r",
    "--runtime",
    "-f",
    "--framework",
    "-v",
    "--verbosity",
    "-a",
)
SELF_CONTAINED = pattern(
    r"--self-contained(?![ =]?false)|[-/]p:(SelfContained|PublishSingleFile|PublishAot|PublishTrimmed)=true|--sc\b",
    re.IGNORECASE,
)
FRAMEWORK_DEPENDENT = pattern(r"--self-contained[ =]?false|--no-self-contained|SelfContained=false", re.IGNORECASE)
# What decides in a project file; one with a condition is not read.
PROPERTY = pattern(r"<(RuntimeIdentifier|SelfContained|PublishAot|PublishSingleFile|PublishTrimmed)>\s*([\w.-]+)\s*</")
FIRST_NOT_SELF_CONTAINED = 6


def dotnet(call: Call, root: Root) -> Iterator[Effect]:
    """``build`` and ``publish`` leave their output below the project, or where ``-o`` says."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if words[:1] not in (["publish"], ["build"], ["pack"], ["msbuild"], ["fsdocs"], ["fake"], ["run"], ["cake"]):
        return
    made = _output(call, root, words[1:] if words[0] == "publish" else None)
    output = call.option("-o", "--output")
    yield from leaves(root, call.cwd, portable("assemblies of .NET run on any system"))
    if output:
        yield from leaves(root, call.path(output.text), made)
        project = next((word for word in words[1:] if "/" in word or word.endswith("proj")), "")
        if project and not output.text.startswith("/"):
            # Before .NET 3 a relative output stood below the project's directory.
            folder = project.rsplit("/", 1)[0] if project.endswith("proj") else project
            yield from leaves(root, join_path(call.path(folder), output.text), made)
    else:
        yield from leaves(root, call.cwd, made._replace(unnamed=True))


def _output(call: Call, root: Root, projects: list[str] | None) -> Artifact:
    """What comes out; ``projects`` are those that are published, None where nothing is."""
    properties = _properties(call, root, projects) if projects is not None and root.context else {}
    words = " ".join((*(f"-p:{name}={value}" for name, value in properties.items()), *call.texts))
    option = call.option("-r", "--runtime")
    runtime = option.text if option else properties.get("RuntimeIdentifier", "")
    contained = bool(SELF_CONTAINED.search(words))
    if FRAMEWORK_DEPENDENT.search(words) or not (runtime or contained):
        return portable("assemblies of .NET that a runtime starts")
    if not contained and (_version(root) or FIRST_NOT_SELF_CONTAINED) >= FIRST_NOT_SELF_CONTAINED:
        return portable("assemblies of .NET that a runtime starts")
    if UNKNOWN_TEXT in runtime or (
        runtime and "linux" not in runtime and not re.match(r"(alpine|debian|ubuntu|rhel)", runtime)
    ):
        return unclear(call, "dotnet", "", "its runtime identifier is not known")
    libc = None
    if runtime:
        libc = Libc.MUSL if "musl" in runtime or runtime.startswith("alpine") else Libc.GLIBC
    made = native(call, root, "dotnet", "c++", LIKELY, f"self-contained for {runtime or 'the builder'}", libc=libc)
    aot = "publishaot=true" in words.lower()
    return made if aot else made._replace(abi=made.abi and made.abi._replace(release=None))


def _properties(call: Call, root: Root, projects: list[str]) -> dict[str, str]:
    """What the published project's file says of its output, where it is at hand; empty where several might be meant."""
    named = next(iter(projects), "")
    if named.endswith("proj"):
        files = [call.path(named)]
    else:
        folder = call.path(named) if named else call.cwd
        files = [join_path(folder, name) for name in root.names(folder) if name.endswith("proj")]
    text = root.read(files[0]) if len(files) == 1 else None
    return dict(PROPERTY.findall(text)) if text else {}


def _version(root: Root) -> int | None:
    match = re.match(r"(\d+)\.", root.image.reference.tag or "") if root.image else None
    return int(match[1]) if match else None


def other(call: Call, root: Root) -> Iterator[Effect]:
    """MSBuild, xbuild, Mono's compilers: assemblies."""
    yield from leaves(root, call.cwd, portable("assemblies of .NET run on any system"))


MODELS = {
    "dotnet": dotnet,
    **dict.fromkeys("msbuild xbuild mcs csc mono nuget fake paket cake fsharpc vbc".split(), other),
}
