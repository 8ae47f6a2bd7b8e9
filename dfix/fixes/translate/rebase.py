"""A stage on another base image that exists, its commands translated, or the reason why that cannot be done."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit.base import base
from dfix.findings import Applicability, Family, Fix, Repair
from dfix.fixes.translate.move import Untranslatable
from dfix.images import Image, Libc, resolve
from dfix.plan.build import platform_of
from dfix.text import Edit
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace


def rebase(
    trace: Trace,
    stage: StageTrace,
    reference: str,
    title: str,
    repair: Repair,
    *,
    tools: tuple[str, ...] = (),
    sure: Confidence = Confidence.CERTAIN,
    also: tuple[str, ...] = (),
) -> Iterator[Fix]:
    """The fix that puts the stage on ``reference``; none where it is on it already or the image is not known.

    ``tools`` and ``also`` are those of ``translate_stage``; ``sure`` is the cure where no command changes.
    """
    image = image_named(trace, stage, reference)
    if image is None or (stage.image and reference == stage.image.reference.tagged):
        return
    family = Family.MUSL if Libc.MUSL in image.release.libcs else Family.GLIBC
    title = f"{title}: FROM {reference}"
    try:
        edits, drops_digest = rebased(trace, stage, reference, tools=tools, also=also)
    except Untranslatable as reason:
        yield repair.blocked(title, str(reason), family=family)
        return
    cure = min(sure, Confidence.LIKELY) if len(edits) > 1 else sure
    yield with_digest(repair.fix(title, edits, family=family, cure=cure), drops_digest=drops_digest)


def image_named(trace: Trace, stage: StageTrace, reference: str) -> Image | None:
    """What is known of an image that a stage may be put on: as it was measured, or as the catalog says."""
    lock = trace.build.options.lock
    return (lock.image(reference, platform_of(trace.build, stage.stage)) if lock else None) or resolve(reference)


def with_digest(fix: Fix, *, drops_digest: bool) -> Fix:
    """The fix, which is unsafe where a digest goes with the old image, and says so."""
    if not drops_digest:
        return fix
    applicability = min(fix.applicability, Applicability.UNSAFE)
    return fix._replace(applicability=applicability, cost=f"{fix.cost}; the digest, which fixed the image, goes")


def rebased(
    trace: Trace, stage: StageTrace, reference: str, *, tools: tuple[str, ...] = (), also: tuple[str, ...] = ()
) -> tuple[tuple[Edit, ...], bool]:
    """The edits of the FROM, or of its ARG, and of the commands, the FROM's first; and whether a digest goes.

    Raises:
        Untranslatable: the FROM cannot name the image, or a command has no counterpart.
    """
    renamed, image = base(trace.build, stage, reference), image_named(trace, stage, reference)
    if renamed is None or image is None:
        raise Untranslatable("the FROM line names its image by a digest, or by a variable that is read elsewhere too")
    from dfix.fixes.translate.stage import translate_stage  # few files need a translation

    edits = translate_stage(trace, stage, image, tools=tools, also=also)
    return (*renamed.edits, *edits), renamed.drops_digest
