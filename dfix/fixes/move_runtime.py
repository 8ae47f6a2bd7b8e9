"""Run on an image with the libc that the program was built for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from dfix.confidence import Confidence
from dfix.findings import Applicability, Change, Fix, Growth, Repair
from dfix.fixes.fit import fit, refresh_cache
from dfix.fixes.translate.rebase import rebase
from dfix.images import (
    Image,
    Libc,
    Release,
    exists,
    newer_releases,
    release,
    resolve,
    runtime_for,
    variants,
    version_key,
)
from dfix.images.package_contents import installed
from dfix.images.packages import libraries_of, packages_of_libraries
from dfix.images.provides import Packages, lacks_library
from dfix.plan import ImageBase
from dfix.trace.knowledge.needs import needs_of
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Abi, Artifact
from dfix.values import NamedTuple

MOVE_RUNTIME = Repair(
    "move-runtime",
    "the runtime's image with the libc and release that the program was built for, its commands translated",
    "the image grows, and other files in it change",
    Applicability.UNSAFE,
    Change.RUNTIME,
    Growth.LARGE,
)
MOST_LISTED = 2
# Distroless images of no language: the others start an interpreter, which no plain system has.
PLAIN_DISTROLESS = re.compile(r"distroless/(static|base|base-nossl|cc)(-debian\d+)?$")
# What runs a program that was built elsewhere; the first whose glibc is new enough.
ANY_GLIBC = ("debian-12", "debian-13")
# Images of nothing but an operating system: a stage on one of them can run on another.
PLAIN_SYSTEMS = frozenset(
    "alpine busybox debian ubuntu fedora rockylinux almalinux oraclelinux amazonlinux centos".split()
)
# Those of them that ``runtime_for`` lists.
LISTED_SYSTEMS = frozenset({"debian", "ubuntu", "alpine"})


class _Runtime(NamedTuple):
    """An image to run on, the packages that must be installed there, and how sure the cure is."""

    reference: str
    packages: tuple[str, ...]
    sure: Confidence


def move_runtime(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Run on an image with the libc that the program was built for, and not known to lack a library that it needs."""
    target = _release_of(trace, landing.artifact)
    if target is None:
        return
    stage = trace.bottom(landing.stage.stage.number)
    like_it = list(islice(_fitting(trace, landing, _runtimes(trace, landing, target)), MOST_LISTED))
    if not like_it and target.archived:
        target = next(newer_releases(target), target)
        like_it = list(islice(_fitting(trace, landing, _runtimes(trace, landing, target)), MOST_LISTED))
    title = f"run on {target.title}"
    for reference, packages, sure in like_it or _fitting(trace, landing, _plain_runtimes(trace, landing, target)):
        if isinstance(stage.stage.base, ImageBase) and stage.stage.base.text == reference:
            continue  # it runs there now
        cost = MOVE_RUNTIME.cost if _grows(stage.image, resolve(reference)) else "other files in the image change"
        for fix in rebase(trace, stage, reference, title, MOVE_RUNTIME, sure=sure, also=packages):
            more = () if fix.obstacle else refresh_cache(trace, landing)
            yield fix._replace(edits=(*fix.edits, *more), cost=cost)


def _fitting(trace: Trace, landing: Landing, runtimes: Iterable[_Runtime]) -> Iterator[_Runtime]:
    """Those of the images in which all that the stage needs can be had."""
    for reference, packages, sure in runtimes:
        image = resolve(reference)
        fits = fit(trace, landing, image) if image else None
        if image and fits:
            brought = installed(image.release, fits.packages, recommends=False).packages if fits.packages else ()
            others = (name for name in packages if name not in brought)
            # Another release of Debian has another Python.
            is_less_sure = fits.packages or "distroless/python3" in reference
            least = Confidence.LIKELY if is_less_sure else Confidence.CERTAIN
            yield _Runtime(reference, tuple(dict.fromkeys((*others, *fits.packages))), min(sure, fits.sure, least))


def _grows(old: Image | None, new: Image | None) -> bool:
    """Whether the new image is of a larger kind than the old one, None for scratch."""
    return new is not None and _size(new) > (0 if old is None else _size(old))


def _size(image: Image) -> int:
    """The rank of an image's kind by its size: distroless static, busybox and Alpine, distroless, slim, others."""
    release, tag = image.release, image.reference.tag or ""
    if release.distro in ("alpine", "busybox") or not release.libcs:
        return 1
    if release.distro == "distroless":
        return 2
    return 3 if "slim" in tag else 4


def linked_libraries(trace: Trace, artifact: Artifact, target: Release) -> tuple[tuple[str, ...], bool]:
    """The packages of the libraries that the builder installed to link with, and whether all are known.

    Go links with none unless it needs cgo.
    """
    made = artifact.made
    if made is None or (artifact.language == "go" and not made.needs_cgo):
        return (), True
    root = trace.stages[made.stage].root
    manager = root.release.package_manager if root.release else None
    return libraries_of(root.packages, manager or "", target)


def _runtimes(trace: Trace, landing: Landing, target: Release) -> Iterator[_Runtime]:
    """The images that are not known to lack a library, the smallest change first."""
    artifact, runtime = landing.artifact, trace.bottom(landing.stage.stage.number)
    sonames = _sonames(trace, artifact)
    for reference in _of_language(trace, landing) or _references(trace, runtime, artifact, target):
        if runtime.image is not None and reference.rpartition(":")[0] == runtime.image.reference.name:
            for one in _with_libraries(reference, target, sonames, landing.stage.root.packages):
                # What can be installed where it runs now needs no other release.
                is_same_libc = artifact.abi is None or artifact.abi.libc in runtime.image.release.libcs
                if not (one.packages and is_same_libc and packages_of_libraries(sonames, runtime.image.release)):
                    yield one
        else:
            yield from _other_image(trace, artifact, target, reference, sonames)


def _plain_runtimes(trace: Trace, landing: Landing, target: Release) -> Iterator[_Runtime]:
    """A plain system with the packages of all libraries, in place of a distroless image, which installs none."""
    runtime, sonames = trace.bottom(landing.stage.stage.number), _sonames(trace, landing.artifact)
    if runtime.image is not None and PLAIN_DISTROLESS.search(runtime.image.reference.path) and target.package_manager:
        for reference in islice((one for one in runtime_for(target, cxx=False) if "distroless" not in one), 1):
            yield from _other_image(trace, landing.artifact, target, reference, sonames)


def _of_language(trace: Trace, landing: Landing) -> list[str]:
    """The builder's own image, slim if it can be, where only that image has what the program is run by.

    That is an interpreter that an environment names by its path, or Swift's own libraries.
    """
    builder = trace.builder(landing.artifact)
    if builder is None or not _needs_its_language(landing):
        return []
    image, runtime = trace.bottom(builder.stage.number).image, trace.bottom(landing.stage.stage.number)
    is_other = image is not None and (runtime.image is None or runtime.image.reference.name != image.reference.name)
    if image is None or not is_other or not image.reference.is_official:
        return []
    own = image.reference.tagged
    slim = (one for one in (*variants(image.reference, image.release), f"{own}-slim") if "slim" in one and exists(one))
    return [next(slim, own)]


def _needs_its_language(landing: Landing) -> bool:
    environment = landing.environment
    if environment is not None:
        return environment.interpreter.startswith("/usr/local/")
    made = landing.artifact.made
    return made is not None and made.toolchain.name == "swift" and "-static" not in " ".join(made.call.texts)


def _sonames(trace: Trace, artifact: Artifact) -> list[str]:
    """The libraries that a program or a language's packages need, and those of which it needs at least one."""
    builder = trace.builder(artifact)
    root = builder.root if builder else None
    needs = [need for need in needs_of(artifact, root) if not need.own]
    return [need.soname for need in needs if need.sure > Confidence.POSSIBLE or need.at_least_one]


def _other_image(
    trace: Trace, artifact: Artifact, target: Release, reference: str, sonames: Sequence[str]
) -> Iterator[_Runtime]:
    """Another image with the packages of all libraries; none where one is missing and its package is not known."""
    image, made = resolve(reference), artifact.made
    linked, all_known = linked_libraries(trace, artifact, target)
    installs = image is not None and image.release.package_manager is not None
    links_more = artifact.is_from_image or (made is not None and made.toolchain.links_more)
    sure = Confidence.CERTAIN if all_known and not linked and not links_more else Confidence.LIKELY
    for runtime in _with_libraries(reference, target, sonames, frozenset(linked if installs else ())):
        yield runtime._replace(packages=(*linked, *runtime.packages), sure=min(sure, runtime.sure))


def _with_libraries(
    reference: str, target: Release, sonames: Sequence[str], packages: frozenset[str]
) -> Iterator[_Runtime]:
    """The image with what brings the libraries that it and these packages lack; none where that cannot be had."""
    image, had = resolve(reference), Packages(packages)
    sure = {soname: absent for soname in sonames if (absent := lacks_library(image, had, soname)) is not None}
    installs = image is not None and image.release.package_manager is not None
    more = packages_of_libraries(sure, target) if installs and not target.archived else ()
    if sure and not more and max(sure.values()) > Confidence.POSSIBLE:
        return
    yield _Runtime(reference, more, Confidence.LIKELY if sure else Confidence.CERTAIN)


def _release_of(trace: Trace, artifact: Artifact) -> Release | None:
    """The release that surely runs it: what it was built on, or the builder's where it has the same libc."""
    abi = artifact.abi
    if abi is None or abi.release is not None:
        return abi.release if abi else None
    builder = trace.builder(artifact)
    if builder and builder.root.libc is abi.libc:
        return builder.root.release
    return _any_release(abi) if abi.libc is Libc.GLIBC else None


def _any_release(abi: Abi) -> Release | None:
    """The first common release whose glibc is as new as its vendor says that it must be."""
    minimum = version_key(abi.minimum or "0")
    known = (release(name) for name in ANY_GLIBC)
    return next((common for common in known if version_key(common.libc_version or "0") >= minimum), None)


def _references(trace: Trace, runtime: StageTrace, artifact: Artifact, target: Release) -> Iterator[str]:
    """Images of the target release that are like the runtime's."""
    cxx = artifact.language in ("c++", "rust")
    if runtime.image is None:
        yield from (one for one in runtime_for(target, cxx) if one.startswith("gcr.io/distroless"))
        return
    reference = runtime.image.reference
    if "distroless" in reference.path:
        yield from _distroless(reference.name, reference.tag, target, cxx=cxx)
    elif reference.name in PLAIN_SYSTEMS:
        yield from runtime_for(target, cxx)
        yield from _builder_system(trace, artifact)
    else:
        yield from islice(variants(reference, target), 1)


def _builder_system(trace: Trace, artifact: Artifact) -> Iterator[str]:
    """The builder's own image, where it is a plain system that is not listed otherwise."""
    builder: Image | None = None if artifact.stage is None else trace.bottom(artifact.stage).image
    if builder is not None and builder.reference.name in PLAIN_SYSTEMS - LISTED_SYSTEMS:
        yield builder.reference.tagged


def _distroless(name: str, tag: str | None, target: Release, *, cxx: bool) -> Iterator[str]:
    """The distroless image of the builder's Debian release, with a libc."""
    flavour = "cc" if cxx else "base"
    replaced = r"/(static|base(-nossl)?)(?=-debian|$)" if cxx else "/static"
    kept = re.sub(replaced, f"/{flavour}", name)
    named = re.sub(r"-debian\d+$", "", kept) + f"-debian{target.version}"
    if target.distro == "debian" and exists(named):
        yield f"{named}:{tag}" if tag else named
