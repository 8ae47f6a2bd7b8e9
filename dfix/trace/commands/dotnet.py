""".NET: ``dotnet publish``, ``dotnet build``, MSBuild, Mono.

Framework-dependent output runs on any libc. With a runtime identifier and self-contained, single
file, trimmed or AOT it is tied to the identifier (.NET documentation, "RID catalog",
".NET application publishing overview"): since .NET 6 ``-r`` alone is not self-contained, before it was.
"""

import re
from collections.abc import Iterator

from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.knowledge.dotnet import is_for_linux, libc_of, project_file
from dfix.trace.knowledge.portable_packages import portable_with
from dfix.trace.state.arch import of_words
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect
from dfix.trace.state.products import LIKELY, leaves, made_by, native, of_no_release, portable, unclear
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
# The properties of a project file that decide; one with a condition is not read.
PROPERTY = pattern(r"<(RuntimeIdentifier|SelfContained|PublishAot|PublishSingleFile|PublishTrimmed)>\s*([\w.-]+)\s*</")
BUILDS = frozenset({"publish", "build", "pack", "msbuild", "fsdocs", "fake", "run", "cake"})
REFERENCE = pattern(r"<PackageReference\s[^>]*\bInclude=\"([\w.]+)\"")
FIRST_WITHOUT_DRAWING, DRAWING = 7, frozenset({"system.drawing.common"})
# From this major version on ``-r`` alone is not self-contained.
FIRST_NOT_SELF_CONTAINED = 6


def dotnet(call: Call, root: Root) -> Iterator[Effect]:
    """``build`` and ``publish`` write below the project, or where ``-o`` says."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if not words or words[0] not in BUILDS:
        return
    product = _product(call, root, words[1:] if words[0] == "publish" else None)
    output = call.option("-o", "--output")
    yield from leaves(root, call.cwd, portable(".NET assemblies run on any system"))
    if output is None:
        yield from leaves(root, call.cwd, product._replace(unnamed=True))
        yield from leaves(root, _project_directory(call, words[1:]), product, "bin")
        return
    for directory in _output_directories(call, output.text, words[1:]):
        yield from leaves(root, directory, product)


def _output_directories(call: Call, output: str, operands: list[str]) -> Iterator[str]:
    """The directories that ``-o`` may mean: before .NET 3 a relative one was below the project's directory."""
    yield call.path(output)
    directory = _project_directory(call, operands)
    if directory != call.cwd and not output.startswith("/"):
        yield join_path(directory, output)


def _project_directory(call: Call, operands: list[str]) -> str:
    """The directory of the project that is built."""
    project = next((word for word in operands if "/" in word or word.endswith("proj")), "")
    return call.path(project.rpartition("/")[0] if project.endswith("proj") else project) if project else call.cwd


def _product(call: Call, root: Root, projects: list[str] | None) -> Artifact:
    """What a build makes; ``projects`` are those that are published, None where nothing is."""
    properties = _properties(call, root, projects) if projects is not None and root.context else {}
    words = " ".join((*(f"-p:{name}={value}" for name, value in properties.items()), *call.texts))
    option = call.option("-r", "--runtime")
    runtime = option.text if option else properties.get("RuntimeIdentifier", "")
    if not _is_self_contained(words, runtime, root):
        assemblies = portable_with(
            call, "dotnet", ".NET assemblies that a runtime starts", _packages(call, root, projects)
        )
        return assemblies._replace(origin=made_by("dotnet", call))
    if runtime and not is_for_linux(runtime):
        return unclear(call, "dotnet", "", "its runtime identifier is not known")
    because = f"self-contained for {runtime or 'the builder'}"
    program = native(call, root, "dotnet", "c++", LIKELY, because, libc=libc_of(runtime))
    program = program._replace(arch=of_words(runtime))
    # Only ahead-of-time compilation links on this release; the runtime is the vendor's build.
    return program if "publishaot=true" in words.lower() else of_no_release(program)


def _packages(call: Call, root: Root, projects: list[str] | None) -> frozenset[str]:
    """The packages that the published project's file names, in lower case; .NET 7 and later cannot draw on Linux."""
    text = project_file(call, root, projects) if projects is not None and root.context else None
    version, named = _version(root), frozenset(name.lower() for name in REFERENCE.findall(text or ""))
    return named - DRAWING if version is not None and version >= FIRST_WITHOUT_DRAWING else named


def _is_self_contained(words: str, runtime: str, root: Root) -> bool:
    """Whether the output contains the runtime: where the words ask for it, and before .NET 6 by ``-r`` alone."""
    if FRAMEWORK_DEPENDENT.search(words):
        return False
    if SELF_CONTAINED.search(words):
        return True
    return bool(runtime) and (_version(root) or FIRST_NOT_SELF_CONTAINED) < FIRST_NOT_SELF_CONTAINED


def _properties(call: Call, root: Root, projects: list[str]) -> dict[str, str]:
    """What the file of the published project says of its output; empty without it, or where several may be meant."""
    text = project_file(call, root, projects)
    return dict(PROPERTY.findall(text)) if text else {}


def _version(root: Root) -> int | None:
    """The major version of .NET by the image's tag; None where it does not say it."""
    match = re.match(r"(\d+)\.", root.image.reference.tag or "") if root.image else None
    return int(match[1]) if match else None


def other(call: Call, root: Root) -> Iterator[Effect]:
    """MSBuild, xbuild, Mono's compilers: assemblies below the working directory."""
    yield from leaves(root, call.cwd, portable(".NET assemblies run on any system"))


MODELS = {
    "dotnet": dotnet,
    **dict.fromkeys("msbuild xbuild mcs csc mono nuget fake paket cake fsharpc vbc".split(), other),
}
