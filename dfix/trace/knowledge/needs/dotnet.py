"""The libraries of a self-contained .NET program: the runtime's, which is written in C++, and OpenSSL.

Before .NET 6 the runtime knows no OpenSSL 3 (.NET's release notes, "OpenSSL 3"). What is compiled ahead of time
brings the C++ runtime along.
"""

import re
from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.trace.commands.dotnet import WITH_VALUE
from dfix.trace.knowledge.dotnet import project_file
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.portable_packages import library_of
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

FIRST_WITH_OPENSSL_3 = 6
ICU, INVARIANT = "libicuuc.so", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"
REASONS = {
    "libgdiplus.so": "draws with it on Linux",
    "libfontconfig.so.1": "draws text, and finds fonts through fontconfig",
    "libicuuc.so": "refuses to work without ICU",
}
# The project says that it does without ICU, or brings its own.
WITHOUT_ICU = re.compile(r"InvariantGlobalization(>\s*|=)true|ICU4C|AppLocalIcu", re.IGNORECASE)


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The C++ runtime, and OpenSSL 1.1 for an old runtime; for assemblies alone, what they draw with."""
    if artifact.environment is not None:
        yield from _of_packages(artifact.environment.packages)
        return
    if artifact.made is None or not artifact.is_dynamic or "aot" in " ".join(artifact.made.call.texts).lower():
        return
    for soname in ("libstdc++.so.6", "libgcc_s.so.1"):
        yield Need(soname, Evidence.KNOWN_RUNTIME.sure, ".NET's runtime is written in C++", ready_made=True)
    yield from _for_languages(artifact.made.call, builder)
    tag = builder.image.reference.tag if builder and builder.image else None
    version = re.match(r"(\d+)\.", tag or "")
    if version and int(version[1]) < FIRST_WITH_OPENSSL_3:
        yield Need(
            "libssl.so.1.1", Evidence.KNOWN_RUNTIME.sure, f".NET {version[1]} knows no OpenSSL 3", ready_made=True
        )


def _of_packages(packages: tuple[str, ...]) -> Iterator[Need]:
    """What a program's packages open (see ``portable_packages.py``)."""
    for package in packages:
        soname = library_of("dotnet", package)
        yield Need(soname, Evidence.PROJECT_FILE.sure, f"{package} {REASONS[soname]}", package=package, ready_made=True)


def _for_languages(call: Call, builder: Root | None) -> Iterator[Need]:
    """ICU, which the runtime opens when it starts; the project's file or a variable may tell it to do without."""
    projects = [arg.text for arg in call.operands(*WITH_VALUE)][1:]
    text = project_file(call, builder, projects) if builder is not None and builder.context else None
    if WITHOUT_ICU.search(f"{text or ''} {' '.join(call.texts)}"):
        return
    sure = (Evidence.PROJECT_FILE if text is not None else Evidence.PROJECT_FILE_UNSEEN).sure
    yield Need(ICU, sure, ".NET looks for ICU when it starts", ready_made=True, unless=INVARIANT)
