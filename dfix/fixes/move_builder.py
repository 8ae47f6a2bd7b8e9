"""Move the builder to the runtime's libc and release."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.fixes.install_package import installation, obstacle_to
from dfix.fixes.move_runtime import linked_libraries
from dfix.fixes.static import is_asked_for_libraries
from dfix.fixes.translate.rebase import rebase
from dfix.images import Image, Libc, Release, exists, resolve, variants
from dfix.images.packages import brings, packages_of_libraries
from dfix.trace.knowledge.needs import needs_of
from dfix.trace.knowledge.provides import lacks_library
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.origin import MadeHere

# Commands that compile C, or start what does.
COMPILING = frozenset("gcc cc g++ c++ clang configure make cmake meson ninja node-gyp phpize pecl cpan cpanm".split())
FOR_NODE_GYP = ("gcc", "g++", "make")
MOVE_BUILDER = Repair(
    "move-builder",
    "the builder's image on the runtime's libc and release, its commands translated",
    "the builder's other packages and tools change with it",
    Applicability.UNSAFE,
    Change.BUILDER,
)


def move_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Build on the landing stage's release."""
    made, target = landing.artifact.made, landing.stage.root.release
    builder = trace.bottom(made.stage) if made else None
    if made is None or builder is None or builder.image is None or target is None or not target.libcs:
        return
    reference = next(variants(builder.image.reference, target), None) or _plain_system(builder.image, target)
    if reference is None or _needs_glibc(trace, made, target):
        return
    sure = Confidence.POSSIBLE if _wants_archives(trace, landing.artifact, target) else Confidence.CERTAIN
    image = resolve(reference)
    title = f"build on {image.release.title if image else target.title}"
    tools, missing = _tools(trace, made), _missing_libraries(landing, target)
    wanted: tuple[str, ...] = ()
    if landing.environment is not None:
        from dfix.fixes.packages_for import packages_for, python_for, sure_for, tools_for

        tools = (*tools, *tools_for(landing.environment, made.call))
        sure = min(sure, sure_for(landing.environment, target))
        python = python_for(landing.environment, tools) if brings(builder.image, "gcc") else ()
        wanted = (*packages_for(landing, image), *python)
        missing = (*missing, *packages_for(landing, landing.stage.root.image))
    if obstacle := obstacle_to(landing.stage, missing):
        yield MOVE_BUILDER.blocked(title, obstacle)
        return
    others = installation(trace, landing.stage, missing)
    for fix in rebase(trace, builder, reference, title, MOVE_BUILDER, tools=tools, sure=sure, also=wanted):
        yield fix if fix.obstacle else fix._replace(edits=(*fix.edits, *others))


def _plain_system(image: Image, target: Release) -> str | None:
    """The same distribution's image of another release, by its number: ``debian:13`` for ``debian:12``."""
    reference = f"{target.distro}:{target.version}"
    is_plain = image.reference.is_official and image.reference.name == target.distro
    return reference if is_plain and "-" not in (image.reference.tag or "") and exists(reference) else None


def _needs_glibc(trace: Trace, made: MadeHere, target: Release) -> bool:
    """Whether the build cannot be done with musl: it links a sanitizer, or runs ``ldd``, which knows no static program.

    Alpine's gcc has no sanitizers (aports, ``main/gcc``).
    """
    if Libc.MUSL not in target.libcs:
        return False
    is_sanitized = any(text in ("-asan", "-msan") or text.startswith("-fsanitize=") for text in made.call.texts)
    return is_sanitized or is_asked_for_libraries(trace)


def _tools(trace: Trace, made: MadeHere) -> tuple[str, ...]:
    """The C compiler, where one is wanted in the builder, which its full image brought."""
    cgo = made.needs_cgo or (made.obstacle and "pie" not in made.obstacle)
    calls = (call for stage in trace.family(trace.bottom(made.stage)) for call in stage.calls)
    own = [call for call in calls if call.stage == made.stage]
    if any("node-gyp" in (call.name, *call.texts[:1]) for call in own):
        return FOR_NODE_GYP
    return ("gcc",) if cgo or any(call.name in COMPILING for call in own) else ()


def _wants_archives(trace: Trace, artifact: Artifact, target: Release) -> bool:
    """Whether a Rust program links libraries: for musl it is static, which shared libraries' packages do not serve."""
    if artifact.language != "rust":
        return False
    return bool(linked_libraries(trace, artifact, target)[0]) or _crates_link(trace, artifact)


def _crates_link(trace: Trace, artifact: Artifact) -> bool:
    """Whether the crates of a Rust program are known to link libraries of the system."""
    builder = trace.builder(artifact)
    if builder is None or artifact.call is None:
        return False
    from dfix.trace.knowledge.rust_crates import system_libraries
    from dfix.trace.knowledge.rust_links import links_of_project

    crates = system_libraries(artifact.call, builder.root) or ()
    return bool(links_of_project(artifact.call, builder.root)) or any(not library.has_own for library in crates)


def _missing_libraries(landing: Landing, target: Release) -> tuple[str, ...]:
    """The packages of the libraries that the program needs on the target release too and the landing stage lacks."""
    root = landing.stage.root
    if landing.artifact.language == "rust":  # static when built for musl
        return ()
    sonames = (need.soname for need in needs_of(landing.artifact, None) if need.sure > Confidence.POSSIBLE)
    absent = [soname for soname in sonames if lacks_library(root, soname) is not None]
    return packages_of_libraries(absent, target)
