"""The one repair loop: findings to repaired text, each fix proved.

A *chooser* says which fixes are tried next: all that are admitted (``choice.py``), or one that a
user names at a terminal. A *document* says how a change of the Dockerfile is written: into the file
itself, or into a file that carries it.
"""

from collections.abc import Sequence

from dfix.engine.analysis import Analysis, analyse_all
from dfix.engine.choice import Batch, Choice, FixKey, Refusal, Refusals, fix_key
from dfix.engine.options import Options
from dfix.engine.proof import proved
from dfix.findings import Applicability, Applied, Finding
from dfix.text import Edit, Source, apply_edits
from dfix.values import NamedTuple, Protocol


class Document(Protocol):
    """A file with one Dockerfile that is repaired; a value, so a change gives another document."""

    @property
    def data(self) -> bytes:
        """The whole file."""

    @property
    def dockerfile(self) -> bytes:
        """The text of the Dockerfile; spans of findings and edits are offsets into it."""

    def edited(self, edits: Sequence[Edit]) -> "Document | str":
        """The document after edits of its Dockerfile, or why they cannot be written."""

    def located(self, finding: Finding) -> Finding:
        """A finding in the Dockerfile, with its places as offsets into the whole file."""


class PlainFile(NamedTuple):
    """A file that is a Dockerfile."""

    data: bytes

    @property
    def dockerfile(self) -> bytes:
        """The file itself."""
        return self.data

    def edited(self, edits: Sequence[Edit]) -> "PlainFile":
        """The file after the edits."""
        return PlainFile(apply_edits(self.data, edits))

    def located(self, finding: Finding) -> Finding:
        """The finding itself."""
        return finding


class Chooser(Protocol):
    """Says which fixes are tried next."""

    def __call__(self, analysis: Analysis, refused: Refusals) -> Batch:
        """Fixes of the analysis that are to be made together; empty to end.

        Their edits do not overlap, and none of them is in ``refused``: the refusals so far, the
        latest one last.
        """


class FixResult(NamedTuple):
    """The file after all fixes; ``remaining`` is the analysis of its Dockerfile."""

    data: bytes
    applied: tuple[Applied, ...]
    refused: tuple[Refusal, ...]
    remaining: Analysis

    @property
    def text(self) -> str:
        """The repaired text; bytes that are no UTF-8 are kept as surrogates."""
        return self.data.decode("utf-8", "surrogateescape")


class _Step(NamedTuple):
    """A batch that was made, with the document and the analysis after it."""

    batch: Batch
    document: Document
    analysis: Analysis


def fix(
    text: bytes | str,
    options: Options = Options(),
    allowed: Applicability = Applicability.SAFE,
    names: tuple[str, ...] = (),
) -> FixResult:
    """Make the admitted fixes (see ``Choice``) of one Dockerfile, each finding's best one first, and prove each.

    Raises:
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    return fix_document(PlainFile(data), Choice(allowed, names), options)


def fix_document(document: Document, choose: Chooser, options: Options) -> FixResult:
    """Make the fixes that are chosen, and prove each.

    It ends: each round refuses one more fix, or leaves fewer findings, or as many of which more are
    advice (see ``proof.objection``). What was refused is tried again only after such progress, so that
    a second run on the result makes nothing more.

    Raises:
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    analysis = analyse_all(document.dockerfile, options)
    applied: list[Applied] = []
    refused: dict[FixKey, Refusal] = {}
    made = 0
    while True:
        batch = choose(analysis, refused)
        if not batch:
            # A chooser that asks somebody asks nothing twice.
            if not (isinstance(choose, Choice) and refused and len(applied) > made):
                break
            refused, made = {}, len(applied)
            continue
        step = _step(document, analysis, batch, options)
        if isinstance(step, str):
            finding, tried = batch[0]
            refused[fix_key(finding, tried)] = Refusal(document.located(finding), tried, step)
            continue
        applied += _applied(document, step.batch)
        document, analysis = step.document, step.analysis
    return FixResult(document.data, tuple(applied), tuple(refused.values()), analysis)


def _applied(document: Document, batch: Batch) -> list[Applied]:
    """The fixes of a batch, with the lines of their findings in the document before it."""
    source = Source(document.data)
    located = [(document.located(finding), made) for finding, made in batch]
    return [Applied(finding, made, source.line_of(finding.span.start) + 1) for finding, made in located]


def _step(document: Document, analysis: Analysis, batch: Batch, options: Options) -> _Step | str:
    """What follows when the batch is made, or as much of its beginning as can be.

    Text: why not even its first fix can be made.
    """
    step = _made(document, analysis, batch, options)
    while isinstance(step, str) and len(batch) > 1:
        batch = batch[: len(batch) // 2]
        step = _made(document, analysis, batch, options)
    return step


def _made(document: Document, analysis: Analysis, batch: Batch, options: Options) -> _Step | str:
    """What follows when the batch is made, or why it cannot be."""
    edited = document.edited([edit for _, chosen in batch for edit in chosen.edits])
    if isinstance(edited, str):
        return edited
    after = proved(analysis, batch, options)
    if isinstance(after, str):
        return after
    if edited.dockerfile != after.source.data:
        return "the text cannot be written there exactly"
    return _Step(batch, edited, after)
