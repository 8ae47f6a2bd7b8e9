"""Move a stage to another base image that exists: the builder to the runtime's libc, or the other way."""

import re
from collections.abc import Iterator

from dfix.build import ImageBase, StageBase
from dfix.findings import Applicability, Fix
from dfix.images import Image, Release, exists, runtime_for, variants
from dfix.text import HOLE, Edit
from dfix.trace.artifact import Artifact
from dfix.trace.landing import Landing
from dfix.trace.stage_trace import StageTrace, Trace

# Commands that only one family of distributions has, or that take other options there.
SYSTEM_COMMANDS = frozenset(
    (
        "apt apt-get aptitude dpkg apt-key add-apt-repository apk yum dnf microdnf tdnf zypper pacman rpm "
        "adduser addgroup useradd groupadd usermod deluser locale-gen update-alternatives update-locale "
        "dpkg-reconfigure debconf-set-selections bash rc-update systemctl service"
    ).split()
)
MOST_LISTED = 2


def move_builder(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Build on the landing stage's release, when nothing in the builder depends on its own."""
    recipe, wanted = landing.artifact.recipe, landing.stage.root.release
    if recipe is None or wanted is None or recipe.toolchain in ("download", "package"):
        return
    builder = image_stage(trace, recipe.stage)
    if builder.image is None or depends_on_system(trace, builder) or recipe.needs_cgo:
        return
    cost = "the builder's other packages and tools change with it"
    reference = next(variants(builder.image.reference, wanted), None)
    if reference:
        yield from _rebase(builder, builder.image, reference, f"build on {wanted.title}", cost)


def move_runtime(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Run on an image with the libc that the program was built for."""
    release = _release_of(trace, landing.artifact)
    runtime = image_stage(trace, landing.stage.stage.number)
    if release is None or depends_on_system(trace, runtime):
        return
    cxx = landing.artifact.language in ("c++", "rust")
    for reference in list(_runtimes(runtime, release, cxx=cxx))[:MOST_LISTED]:
        title = f"run on {release.title}"
        yield from _rebase(runtime, runtime.image, reference, title, "the image grows, and other files in it change")


def _release_of(trace: Trace, artifact: Artifact) -> Release | None:
    """The release that surely runs it: what it was built on, or the builder's where it has the same libc."""
    if artifact.abi is None or artifact.abi.release is not None:
        return artifact.abi and artifact.abi.release
    made_here = artifact.recipe is not None and artifact.recipe.stage >= 0
    builder = trace.stages[artifact.recipe.stage].root if made_here and artifact.recipe else None
    return builder.release if builder and builder.libc is artifact.abi.libc else None


def image_stage(trace: Trace, index: int) -> StageTrace:
    """The stage at the bottom of a chain of ``FROM stage``."""
    stage = trace.stages[index]
    while isinstance(stage.stage.base, StageBase):
        stage = trace.stages[stage.stage.base.number]
    return stage


def depends_on_system(trace: Trace, bottom: StageTrace) -> bool:
    """Whether a command of the stage, or of one built on it, runs on its distribution only."""
    family = [s for s in trace.stages if image_stage(trace, s.stage.number) is bottom]
    calls = [call for stage in family for call in stage.calls]
    names = {call.name for call in calls} | {stage.shell.rsplit("/", 1)[-1] for stage in family}
    return bool(names & SYSTEM_COMMANDS)


def replaced_reference(stage: StageTrace, reference: str) -> Edit | None:
    """The edit that makes the FROM name ``reference``, with the author's registry and variables kept."""
    raw, base = stage.stage.base_word.text, stage.stage.base
    if "@" in raw or not stage.stage.start.logical.is_contiguous(
        stage.stage.base_word.start, stage.stage.base_word.end
    ):
        return None
    name, _, tag = reference.rpartition(":")
    same_image = stage.image is not None and stage.image.reference.name == name
    if "$" not in raw:
        kept, colon, old = raw.rpartition(":")
        written = kept if colon and "/" not in old else raw
        return Edit(stage.stage.base_span, f"{written}:{tag}" if same_image else reference)
    known = base.text.rpartition(":")[2] if isinstance(base, ImageBase) else ""
    if known and HOLE not in known and tag.startswith(f"{known}-") and ":" in raw:
        return Edit(stage.stage.base_span, raw + tag[len(known) :])
    return None


def _rebase(stage: StageTrace, image: Image | None, reference: str, title: str, cost: str) -> Iterator[Fix]:
    if image is not None and reference == f"{image.reference.name}:{image.reference.tag or 'latest'}":
        return
    edit = replaced_reference(stage, reference)
    if edit:
        yield Fix(f"{title}: FROM {reference}", Applicability.UNSAFE, cost, (edit,))


def _runtimes(runtime: StageTrace, wanted: Release, *, cxx: bool) -> Iterator[str]:
    if runtime.image is None:
        yield from (r for r in runtime_for(wanted, cxx) if r.startswith("gcr.io/distroless"))
        return
    reference = runtime.image.reference
    if "distroless" in reference.path:
        yield from _distroless(reference.name, reference.tag, wanted, cxx=cxx)
    elif reference.name in ("alpine", "busybox", "debian", "ubuntu"):
        yield from runtime_for(wanted, cxx)
    else:
        yield from variants(reference, wanted)


def _distroless(name: str, tag: str | None, wanted: Release, *, cxx: bool) -> Iterator[str]:
    """The distroless image of the builder's Debian release, with a libc."""
    flavour = "cc" if cxx else "base"
    replaced = r"/(static|base(-nossl)?)(?=-debian|$)" if cxx else "/static"
    kept = re.sub(replaced, f"/{flavour}", name)
    named = re.sub(r"-debian\d+$", "", kept) + f"-debian{wanted.version}"
    if wanted.distro == "debian" and exists(named):
        yield f"{named}:{tag}" if tag else named


def same_interpreter(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The runtime's image in the version that the environment was made with, where both are official images."""
    environment, runtime = landing.environment, image_stage(trace, landing.stage.stage.number)
    if environment is None or environment.version is None or runtime.image is None:
        return
    reference = runtime.image.reference
    tag = re.sub(r"^\d+(\.\d+)*", environment.version, reference.tag or "latest")
    wanted = f"{reference.name}:{tag}"
    if reference.path.rsplit("/", 1)[-1] == environment.language and exists(wanted):
        title = f"run on {environment.language} {environment.version}"
        yield from _rebase(runtime, runtime.image, wanted, title, "another version of the interpreter")
