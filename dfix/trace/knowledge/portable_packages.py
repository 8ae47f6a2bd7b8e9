"""Packages of Java and .NET for which portable programs need native libraries where they run.

The names are in ``data/portable_needs.json``, by the library. Java's AWT reads fonts through fontconfig (OpenJDK's
bug JDK-8251317 and many reports from slim images); RocksDB's Java archive holds a library in C++ for glibc and for musl
(facebook/rocksdb#10651); the archives of XGBoost and LightGBM hold libraries that use OpenMP (dmlc/xgboost#1715);
.NET's client of SQL Server refuses to work without ICU (dotnet/SqlClient#220); SkiaSharp's native package for Linux
links fontconfig, unless it is the one without dependencies (mono/SkiaSharp#814); System.Drawing.Common
before .NET 7 is written on libgdiplus (.NET's breaking changes, "System.Drawing.Common only supported on Windows").
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.trace.state.arch import TARGET
from dfix.trace.state.artifact import Artifact, Environment, Kind
from dfix.trace.state.call import Call
from dfix.trace.state.products import made_by, portable

_names = FactFile[dict[str, dict[str, str]]](__file__, "portable_needs.json")


def library_of(language: str, package: str) -> str:
    """The soname of the library that a package needs; empty where none is known."""
    return next((soname for soname, names in _names()[language].items() if package in names.split()), "")


def portable_with(call: Call, language: str, because: str, named: frozenset[str]) -> Artifact:
    """Files without native code; an environment of the language where a package among them needs a library."""
    needing = tuple(_needing(language, named))
    artifact = portable(because)
    if not needing:
        return artifact
    environment = Environment(language, packages=needing)
    origin = made_by(language, call)
    because = f"packages that need native libraries: {', '.join(needing[:3])}"
    artifact = artifact._replace(because=because)
    return artifact._replace(
        kind=Kind.ENVIRONMENT, environment=environment, origin=origin, arch=TARGET, confidence=Confidence.LIKELY
    )


def _needing(language: str, named: frozenset[str]) -> Iterator[str]:
    """The packages that need a library, in the order of the facts."""
    for names in _names()[language].values():
        yield from (name for name in names.split() if name in named)
