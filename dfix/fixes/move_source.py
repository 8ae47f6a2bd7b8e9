"""Copy a distribution's program out of the same image for the landing stage's libc."""

from collections.abc import Iterator

from dfix.edit import replace
from dfix.findings import Applicability, Change, Family, Fix, Repair
from dfix.fixes.translate.rebase import rebase
from dfix.images import Image, Libc, Release, resolve, variants
from dfix.syntax import Instruction
from dfix.syntax.instruction import Flag
from dfix.trace.landing import Landing
from dfix.trace.result import Trace

MOVE_SOURCE = Repair(
    "move-source",
    "the same image for the landing stage's libc, to copy from",
    "what else is copied out of that image changes with it",
    Applicability.UNSAFE,
    Change.BUILDER,
)


def move_source(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """Copy the same path out of the same image for the landing stage's libc."""
    target, copy = landing.stage.root.release, landing.copy
    flag = copy.flag("from") if copy else None
    if not landing.artifact.is_from_image or target is None or copy is None or flag is None:
        return
    stage = trace.build.stage_named(flag.value)
    if stage is None:
        yield from _from_image(copy, flag, target)
        return
    source = trace.bottom(stage.number)
    reference = _source_for(source.image, target)
    if reference:
        yield from rebase(trace, source, reference, f"copy it from {target.title}", MOVE_SOURCE)


def _from_image(copy: Instruction, flag: Flag, target: Release) -> Iterator[Fix]:
    """Another image in ``--from``."""
    image = resolve(flag.value) if "$" not in flag.value and "@" not in flag.value else None
    reference = _source_for(image, target)
    if reference:
        family = Family.MUSL if Libc.MUSL in target.libcs else Family.GLIBC if target.libcs else Family.STATIC
        edit = replace.flag_value(copy, flag, reference)
        yield MOVE_SOURCE.fix(f"copy it from {reference}", (edit,), family=family)


def _source_for(image: Image | None, target: Release) -> str | None:
    """The same image for the target release; where that has no libc, one whose programs are static."""
    if image is None:
        return None
    if target.libcs:
        return next(variants(image.reference, target), None)
    # The musl and uclibc variants of busybox are linked statically (the image's description).
    return "busybox:musl" if image.reference.name == "busybox" else None
