"""A stage on another base image that exists, its commands translated, or the reason why that cannot be done."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import replace
from dfix.findings import Family, Fix, Repair
from dfix.fixes.translate.move import Untranslatable
from dfix.images import Libc, resolve
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
    compiles: bool = False,
    sure: Confidence = Confidence.CERTAIN,
    also: tuple[str, ...] = (),
) -> Iterator[Fix]:
    """The fix that puts the stage on ``reference``; none where it is on it already or the image is not known.

    ``compiles`` and ``also`` are those of ``translate_stage``; ``sure`` is the cure where no command changes.
    """
    image = resolve(reference)
    if image is None or (stage.image and reference == stage.image.reference.tagged):
        return
    family = Family.MUSL if Libc.MUSL in image.release.libcs else Family.GLIBC
    title = f"{title}: FROM {reference}"
    try:
        edits = rebased(trace, stage, reference, compiles=compiles, also=also)
    except Untranslatable as reason:
        yield repair.blocked(title, str(reason), family=family)
        return
    cure = min(sure, Confidence.LIKELY) if len(edits) > 1 else sure
    yield repair.fix(title, edits, family=family, cure=cure)


def rebased(
    trace: Trace, stage: StageTrace, reference: str, *, compiles: bool = False, also: tuple[str, ...] = ()
) -> tuple[Edit, ...]:
    """The edits of the FROM and of the commands, the FROM's first.

    Raises:
        Untranslatable: the FROM cannot name the image, or a command has no counterpart.
    """
    edit, image = replace.base(stage, reference), resolve(reference)
    if edit is None or image is None:
        raise Untranslatable("the FROM line names its image by a digest or a variable")
    from dfix.fixes.translate.stage import translate_stage  # few files need a translation

    return (edit, *translate_stage(trace, stage, image, compiles=compiles, also=also))
