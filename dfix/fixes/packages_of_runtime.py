"""What .NET's own runtime wants of the distribution where a self-contained program runs.

It ends at its start where there is no ICU, unless the program is invariant, and looks for OpenSSL once it speaks TLS
(.NET's documentation, "Install .NET on Linux", dependencies; "Globalization invariant mode"). Which version of ICU
there is does not matter.
"""

from dfix.images import Image
from dfix.images.packages import NAMES_OF, packages_of_libraries, translated
from dfix.text.pattern import pattern
from dfix.trace.knowledge.dotnet import project_file
from dfix.trace.landing import Landing
from dfix.trace.result import Trace

INVARIANT = pattern(r"<InvariantGlobalization>\s*true|InvariantGlobalization=true", having="InvariantGlobalization")
VARIABLE = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"


def packages_of_runtime(trace: Trace, landing: Landing, image: Image) -> tuple[str, ...] | None:
    """The packages that the runtime wants on an image; None where they cannot be had there."""
    made = landing.artifact.made
    if made is None or made.toolchain.name != "dotnet" or image.reference.path.startswith("dotnet/"):
        return ()
    release, is_invariant = image.release, _is_invariant(trace, landing)
    has_icu = any("icu" in name for name in landing.stage.root.packages)
    manager = NAMES_OF.get(release.package_manager or "")
    if manager is None:
        return () if is_invariant or has_icu else None
    icu = () if is_invariant or has_icu else _icu(image)
    openssl = packages_of_libraries([release.libssl], release) if manager == "apt" and release.libssl else ()
    return None if icu is None else (*icu, *openssl)


def _icu(image: Image) -> tuple[str, ...] | None:
    return ("icu-libs",) if image.release.package_manager == "apk" else translated("icu-libs", "apk", image.release)


def _is_invariant(trace: Trace, landing: Landing) -> bool:
    """Whether the program needs no ICU: by its project file, its command, or a variable of the image."""
    made = landing.artifact.made
    if made is None or landing.stage.scope.env.get(VARIABLE, "").lower() in ("1", "true"):
        return made is not None
    if INVARIANT.search(" ".join(made.call.texts)):
        return True
    projects = [text for text in made.call.texts if text.endswith("proj")]
    return bool(INVARIANT.search(project_file(made.call, trace.stages[made.stage].root, projects) or ""))
