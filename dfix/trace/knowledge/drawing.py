"""Libraries of Java and .NET that draw text, for which portable programs need native libraries where they run.

The names are in ``data/drawing.json``. Java's AWT reads fonts through fontconfig (OpenJDK's bug JDK-8251317
and many reports from slim images); System.Drawing.Common before .NET 7 is written on libgdiplus (.NET's breaking
changes, "System.Drawing.Common only supported on Windows").
"""

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.trace.state.arch import TARGET
from dfix.trace.state.artifact import Artifact, Environment, Kind
from dfix.trace.state.call import Call
from dfix.trace.state.products import made_by, portable

_names = FactFile[dict[str, str]](__file__, "drawing.json")


def portable_with(call: Call, language: str, because: str, libraries: frozenset[str]) -> Artifact:
    """Files without native code; an environment of the language where a library among them draws."""
    drawing = tuple(name for name in _names()[language].split() if name in libraries)
    artifact = portable(because)
    if not drawing:
        return artifact
    environment = Environment(language, packages=drawing)
    origin = made_by(language, call)
    because = f"libraries that draw text: {', '.join(drawing[:3])}"
    artifact = artifact._replace(because=because)
    return artifact._replace(
        kind=Kind.ENVIRONMENT, environment=environment, origin=origin, arch=TARGET, confidence=Confidence.LIKELY
    )
