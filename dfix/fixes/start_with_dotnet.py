"""Start a .NET application with the image's own ``dotnet`` instead of the program beside its assemblies."""

from collections.abc import Iterator

from dfix.edit import replace
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.images import Image
from dfix.syntax import Instruction
from dfix.text.paths import join_path
from dfix.trace.knowledge.starts import start_instruction
from dfix.trace.landing import Landing

START_WITH_DOTNET = Repair(
    "start-with-dotnet",
    "`dotnet App.dll` in place of the program `App`, which was made for another libc",
    "the process is called `dotnet`",
    Applicability.SAFE,
    Change.WORDS,
)


def start_with_dotnet(landing: Landing) -> Iterator[Fix]:
    """``ENTRYPOINT ["dotnet", "/app/App.dll"]``, on an image that has the runtime.

    ``dotnet publish`` writes ``App.dll`` beside ``App``, which only starts it (.NET documentation, "Application
    publishing overview").
    """
    made, start, image = landing.artifact.made, start_instruction(landing.stage.stage), landing.stage.root.image
    if made is None or made.toolchain.name != "dotnet" or start is None or image is None or not _has_runtime(image):
        return
    for word in start.json or start.words[:1]:
        if join_path(landing.stage.workdir, word.text) == landing.path:
            text = replace.word(start, word, _words(start, f"{word.text}.dll"))
            yield START_WITH_DOTNET.fix("start it with `dotnet`", (text,))
            return


def _has_runtime(image: Image) -> bool:
    """Whether it is one of .NET's own images with the runtime."""
    name = image.reference.path
    return name.startswith("dotnet/") and name.rpartition("/")[2] in ("aspnet", "runtime", "sdk")


def _words(start: Instruction, assembly: str) -> str:
    if not start.json:
        return f"dotnet {assembly}"
    import json

    return f'"dotnet", {json.dumps(assembly)}'
