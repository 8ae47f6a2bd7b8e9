"""Move a stage to another base image that exists: the builder to the runtime's libc, or the other way.

Where the stage runs its distribution's commands they are translated with it (``translate/``), or
the repair is shown as blocked, with the reason.
"""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import replace
from dfix.findings import Applicability, Change, Family, Fix, Growth, Repair
from dfix.fixes.add_package import installation, packages_for
from dfix.fixes.translate.move import Untranslatable
from dfix.images import Image, Libc, Release, exists, release, resolve, runtime_for, variants, version_key
from dfix.images.libraries import lacks
from dfix.images.packages import libraries_of
from dfix.text import Edit
from dfix.trace.knowledge.needs import libraries_of as libraries_of_program
from dfix.trace.knowledge.needs import libraries_of_packages
from dfix.trace.knowledge.rust_crates import system_libraries
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact

MOVE_BUILDER = Repair(
    "move-builder",
    "the builder's image on the runtime's libc and release, its commands translated",
    "the builder's other packages and tools change with it",
    Applicability.UNSAFE,
    Change.BUILDER,
)
MOVE_SOURCE = Repair(
    "move-source",
    "the same image for the landing stage's libc, to copy from",
    "what else is copied out of that image changes with it",
    Applicability.UNSAFE,
    Change.BUILDER,
)
MOVE_RUNTIME = Repair(
    "move-runtime",
    "the runtime's image with the libc and release that the program was built for, its commands translated",
    "the image grows, and other files in it change",
    Applicability.UNSAFE,
    Change.RUNTIME,
    Growth.LARGE,
)
SAME_INTERPRETER = Repair(
    "same-interpreter",
    "the runtime's image in the version of the interpreter that the packages were installed with",
    "another version of the interpreter",
    Applicability.UNSAFE,
    Change.RUNTIME,
)
MOST_LISTED = 2
# What runs a program that was built elsewhere; the first whose glibc is new enough.
ANY_GLIBC = ("debian-12", "debian-13")
# Images of nothing but an operating system: a stage on one of them can run on another.
PLAIN_SYSTEMS = frozenset(
    "alpine busybox debian ubuntu fedora rockylinux almalinux oraclelinux amazonlinux centos".split()
)


def move_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Build on the landing stage's release."""
    made, wanted = landing.artifact.made, landing.stage.root.release
    if made is None or wanted is None:
        return
    builder = trace.bottom(made.stage)
    if builder.image is None or not wanted.libcs:
        return
    reference = next(variants(builder.image.reference, wanted), None)
    if reference:
        compiles = bool(made.needs_cgo)
        # Rust's programs for musl are static, which the packages of shared libraries do not serve.
        is_rust = landing.artifact.language == "rust"
        wants_archives = linked_libraries(trace, landing.artifact, wanted)[0] or _crates_link(trace, landing.artifact)
        sure = Confidence.POSSIBLE if is_rust and wants_archives else Confidence.CERTAIN
        title = f"build on {wanted.title}"
        also = _libraries_there(trace, landing, wanted)
        for fix in _rebase(trace, builder, reference, title, MOVE_BUILDER, compiles=compiles, sure=sure):
            yield fix if fix.obstacle else fix._replace(edits=(*fix.edits, *also))


def _libraries_there(trace: Trace, landing: Landing, wanted: Release) -> tuple[Edit, ...]:
    """What installs the libraries that the program asks for on the wanted release too, where they are not there."""
    root = landing.stage.root
    if landing.artifact.language == "rust":  # static when built for musl
        return ()
    sonames = (soname for soname, _ in libraries_of_program(landing.artifact, None))
    absent = [soname for soname in sonames if lacks(root.image, root.packages, soname) and not root.files.holds(soname)]
    return installation(trace, landing.stage, packages_for(absent, wanted))


def _crates_link(trace: Trace, artifact: Artifact) -> bool:
    """Whether the crates of a Rust program are known to link libraries of the system."""
    builder = trace.builder(artifact)
    return builder is not None and artifact.call is not None and bool(system_libraries(artifact.call, builder.root))


def move_runtime(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Run on an image with the libc that the program was built for, and not known to lack a library that it needs."""
    wanted = _release_of(trace, landing.artifact)
    runtime = trace.bottom(landing.stage.stage.number)
    if wanted is None:
        return
    cxx = landing.artifact.language in ("c++", "rust")
    artifact, stage = landing.artifact, trace.builder(landing.artifact)
    builder, root = _builder_image(trace, artifact), stage.root if stage else None
    needs = [soname for soname, _ in libraries_of_program(landing.artifact, root)]
    needs += [soname for _, soname in libraries_of_packages(landing.artifact, root)]
    made, listed = artifact.made, 0
    for reference in _runtimes(runtime, wanted, builder, cxx=cxx):
        same_image = runtime.image is not None and reference.rpartition(":")[0] == runtime.image.reference.name
        libraries, known = ((), True) if same_image else linked_libraries(trace, landing.artifact, wanted)
        image = resolve(reference)
        absent = [soname for soname in needs if lacks(image, frozenset(libraries), soname)]
        more = packages_for(absent, wanted) if image and image.release.package_manager and not same_image else ()
        if absent and not more:
            continue
        libraries = (*libraries, *more)
        links_more = not same_image and (artifact.is_from_image or (made is not None and made.toolchain.links_more))
        sure = Confidence.LIKELY if links_more or libraries or not known else Confidence.CERTAIN
        title = f"run on {wanted.title}"
        yield from _rebase(trace, runtime, reference, title, MOVE_RUNTIME, sure=sure, also=libraries)
        listed += 1
        if listed == MOST_LISTED:
            return


def linked_libraries(trace: Trace, artifact: Artifact, wanted: Release) -> tuple[tuple[str, ...], bool]:
    """The packages of the libraries that the builder installed to link with, and whether all are known.

    Go links with none unless it needs cgo.
    """
    made = artifact.made
    if made is None or (artifact.language == "go" and not made.needs_cgo):
        return (), True
    root = trace.stages[made.stage].root
    manager = root.release.package_manager if root.release else None
    return libraries_of(root.packages, manager or "", wanted)


def move_source(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Copy the same path out of the same image for the landing stage's libc."""
    wanted, copy = landing.stage.root.release, landing.copy
    flag = copy.flag("from") if copy else None
    if not landing.artifact.is_from_image or wanted is None or copy is None or flag is None:
        return
    stage = trace.build.stage_named(flag.value)
    if stage is not None:
        origin = trace.bottom(stage.number)
        reference = _source_for(origin.image, wanted) if origin.image else None
        if reference:
            yield from _rebase(trace, origin, reference, f"copy it from {wanted.title}", MOVE_SOURCE)
        return
    image = resolve(flag.value) if "$" not in flag.value and "@" not in flag.value else None
    reference = _source_for(image, wanted) if image else None
    if reference:
        family = Family.MUSL if Libc.MUSL in wanted.libcs else Family.GLIBC if wanted.libcs else Family.STATIC
        edit = replace.flag_value(copy, flag, reference)
        yield MOVE_SOURCE.fix(f"copy it from {reference}", (edit,), family=family)


def _source_for(image: Image, wanted: Release) -> str | None:
    """The same image for the wanted release; where that has no libc, one whose programs are static."""
    if wanted.libcs:
        return next(variants(image.reference, wanted), None)
    # The musl and uclibc variants of busybox are linked statically (the image's description).
    return "busybox:musl" if image.reference.name == "busybox" else None


def run_on_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Run on the image that the environment was made in, a slim one where there is one."""
    stage = landing.artifact.stage
    builder = None if stage is None else trace.bottom(stage)
    runtime = trace.bottom(landing.stage.stage.number)
    if builder is None or builder.image is None or not builder.image.reference.is_official:
        return
    slim = (one for one in variants(builder.image.reference, builder.image.release) if "slim" in one)
    reference = next(slim, f"{builder.image.reference.name}:{builder.image.reference.tag or 'latest'}")
    yield from _rebase(trace, runtime, reference, f"run on {builder.image.reference.name}", MOVE_RUNTIME)


def same_interpreter(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The runtime's image in the version that the environment was made with, where both are official images."""
    environment, runtime = landing.environment, trace.bottom(landing.stage.stage.number)
    if environment is None or environment.version is None or runtime.image is None:
        return
    reference = runtime.image.reference
    tag = re.sub(r"^\d+(\.\d+)*", environment.version, reference.tag or "latest")
    wanted = f"{reference.name}:{tag}"
    if reference.path.rsplit("/", 1)[-1] == environment.language and exists(wanted):
        title = f"run on {environment.language} {environment.version}"
        yield from _rebase(trace, runtime, wanted, title, SAME_INTERPRETER)


def _rebase(
    trace: Trace,
    stage: StageTrace,
    reference: str,
    title: str,
    repair: Repair,
    *,
    compiles: bool = False,
    sure: Confidence = Confidence.CERTAIN,
    also: tuple[str, ...] = (),
) -> Iterator[Fix]:
    """The stage on another image with its commands translated, or the reason why not."""
    image, present = resolve(reference), stage.image
    if image is None or (present and reference == f"{present.reference.name}:{present.reference.tag or 'latest'}"):
        return
    family = Family.MUSL if Libc.MUSL in image.release.libcs else Family.GLIBC
    title = f"{title}: FROM {reference}"
    edit = replace.base(stage, reference)
    if edit is None:
        yield repair.blocked(title, "the FROM line names its image by a digest or a variable", family=family)
        return
    from dfix.fixes.translate.stage import translate_stage

    try:
        edits = translate_stage(trace, stage, image, compiles=compiles, also=also)
    except Untranslatable as reason:
        yield repair.blocked(title, str(reason), family=family)
        return
    yield repair.fix(title, (edit, *edits), family=family, cure=min(sure, Confidence.LIKELY) if edits else sure)


def _release_of(trace: Trace, artifact: Artifact) -> Release | None:
    """The release that surely runs it: what it was built on, or the builder's where it has the same libc."""
    if artifact.abi is None or artifact.abi.release is not None:
        return artifact.abi and artifact.abi.release
    builder = trace.builder(artifact)
    if builder and builder.root.libc is artifact.abi.libc:
        return builder.root.release
    if artifact.abi.libc is not Libc.GLIBC:
        return None
    asked = version_key(artifact.abi.minimum or "0")
    known = (release(name) for name in ANY_GLIBC)
    return next((one for one in known if version_key(one.libc_version or "0") >= asked), None)


def _builder_image(trace: Trace, artifact: Artifact) -> Image | None:
    return None if artifact.stage is None else trace.bottom(artifact.stage).image


def _runtimes(runtime: StageTrace, wanted: Release, builder: Image | None, *, cxx: bool) -> Iterator[str]:
    if runtime.image is None:
        yield from (r for r in runtime_for(wanted, cxx) if r.startswith("gcr.io/distroless"))
        return
    reference = runtime.image.reference
    if "distroless" in reference.path:
        yield from _distroless(reference.name, reference.tag, wanted, cxx=cxx)
    elif reference.name in PLAIN_SYSTEMS:
        yield from runtime_for(wanted, cxx)
        if (
            builder
            and builder.reference.name in PLAIN_SYSTEMS
            and builder.reference.name not in ("debian", "ubuntu", "alpine")
        ):
            yield f"{builder.reference.name}:{builder.reference.tag or 'latest'}"
    else:
        yield from list(variants(reference, wanted))[:1]


def _distroless(name: str, tag: str | None, wanted: Release, *, cxx: bool) -> Iterator[str]:
    """The distroless image of the builder's Debian release, with a libc."""
    flavour = "cc" if cxx else "base"
    replaced = r"/(static|base(-nossl)?)(?=-debian|$)" if cxx else "/static"
    kept = re.sub(replaced, f"/{flavour}", name)
    named = re.sub(r"-debian\d+$", "", kept) + f"-debian{wanted.version}"
    if wanted.distro == "debian" and exists(named):
        yield f"{named}:{tag}" if tag else named
