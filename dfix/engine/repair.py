"""The one repair loop: findings to repaired text, each fix proved.

A *chooser* says which fixes are tried next: all that are admitted (``choice.py``), or one that a
user names at a terminal. A *document* says how a change of the Dockerfile is written: into the file
itself, or into a file that carries it.
"""

from collections.abc import Callable, Generator, Sequence
from functools import lru_cache

from dfix.engine.analysis import Analysis, analyse_all
from dfix.engine.choice import Batch, Choice, FixKey, Refusal, Refusals, fix_key
from dfix.engine.options import Options
from dfix.engine.proof import proved
from dfix.findings import Applicability, Applied, Finding
from dfix.plan import LimitError
from dfix.text import Edit, Source, apply_edits
from dfix.values import NamedTuple, Protocol

# While it is repaired, a text is there several times, each with its trace.
LARGEST_REPAIRED, MOST_LINES_REPAIRED = 4 * 1024 * 1024, 200_000
# Instructions, counted for each fix that is refused: the proof of one reads the whole file, some 2,000 a second.
MOST_REFUSED = 20_000
INEXACT = "the text cannot be written there exactly"


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

    Raises:
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    repair = Repair(document, choose, options)
    while repair.proposal:
        repair.answer(repair.proposal.confirmed())
    return repair.result


class Proposal(NamedTuple):
    """A change that is proved: the document with it, and the text that its Dockerfile must then have."""

    document: Document
    text: bytes

    def confirmed(self) -> "Document | str":
        """The document, or why it is not what was meant."""
        return self.document if self.document.dockerfile == self.text else INEXACT


class Repair:
    """The repair of one document, step by step.

    ``proposal`` is the next change, which waits for an ``answer``: the document as it was written, or why it could
    not be. It is None once ``result`` is there. So the changes of many Dockerfiles can be written together.
    """

    def __init__(self, document: Document, choose: Chooser, options: Options) -> None:
        if len(document.dockerfile) > LARGEST_REPAIRED:
            raise LimitError(f"dfix stops here: a Dockerfile of more than {LARGEST_REPAIRED} bytes is not repaired")
        if document.dockerfile.count(b"\n") > MOST_LINES_REPAIRED:
            raise LimitError(f"dfix stops here: a Dockerfile of more than {MOST_LINES_REPAIRED} lines is not repaired")
        self.result: FixResult
        self.proposal: Proposal | None = None
        self._steps = _steps(document, choose, options)
        self._go_on(lambda: next(self._steps))

    def answer(self, written: "Document | str") -> None:
        """Go on to the next proposal, or to the result."""
        self._go_on(lambda: self._steps.send(written))

    def _go_on(self, step: Callable[[], Proposal]) -> None:
        try:
            self.proposal = step()
        except StopIteration as end:
            self.proposal, self.result = None, end.value


def _steps(document: Document, choose: Chooser, options: Options) -> Generator[Proposal, Document | str, FixResult]:
    """Make the fixes that are chosen.

    It ends: each round refuses one more fix, or leaves fewer findings, or as many of which more are
    advice (see ``proof.objection``). What was refused is tried again only after such progress, so that
    a second run on the result makes nothing more.
    """
    analysis = analyse_all(document.dockerfile, options)
    applied: list[Applied] = []
    refused: dict[FixKey, Refusal] = {}
    made, most, read = 0, len(document.dockerfile), 0
    while True:
        batch = choose(analysis, refused)[:most]
        if not batch:
            # A chooser that asks somebody asks nothing twice.
            if not (isinstance(choose, Choice) and refused and len(applied) > made):
                break
            refused, made = {}, len(applied)
            continue
        located = _applied(document, batch)
        step = yield from _step(document, analysis, batch, options)
        if isinstance(step, str):
            refused[fix_key(*batch[0])] = Refusal(located[0].finding, located[0].fix, step)
            # Fixes of one kind are often refused alike: go on with one, and with more as they succeed.
            most, read = 1, read + len(analysis.trace.build.dockerfile.instructions)
            if read > MOST_REFUSED:
                raise LimitError(f"dfix stops here: {len(refused)} fixes cannot be made; name those to make (--fix-id)")
            continue
        applied += located[: len(step.batch)]
        most = min(2 * most, len(document.dockerfile))
        document, analysis = step.document, step.analysis
    return FixResult(document.data, tuple(applied), tuple(refused.values()), analysis)


def _applied(document: Document, batch: Batch) -> list[Applied]:
    """The fixes of a batch, with the lines of their findings in the document before it."""
    source = _source(document.data)
    located = [(document.located(finding), made) for finding, made in batch]
    return [Applied(finding, made, source.line_of(finding.span.start) + 1) for finding, made in located]


@lru_cache(maxsize=1)
def _source(data: bytes) -> Source:
    """The lines of a file, which may carry many Dockerfiles."""
    return Source(data)


def _step(
    document: Document, analysis: Analysis, batch: Batch, options: Options
) -> Generator[Proposal, Document | str, _Step | str]:
    """What follows when the batch is made, or as much of its beginning as can be.

    Text: why not even its first fix can be made.
    """
    step = yield from _made(document, analysis, batch, options)
    while isinstance(step, str) and len(batch) > 1:
        batch = batch[: len(batch) // 2]
        step = yield from _made(document, analysis, batch, options)
    return step


def _made(
    document: Document, analysis: Analysis, batch: Batch, options: Options
) -> Generator[Proposal, Document | str, _Step | str]:
    """What follows when the batch is made, or why it cannot be."""
    edited = document.edited([edit for _, chosen in batch for edit in chosen.edits])
    if isinstance(edited, str):
        return edited
    after = proved(analysis, batch, options)
    if isinstance(after, str):
        return after
    written = yield Proposal(edited, after.source.data)
    return written if isinstance(written, str) else _Step(batch, written, after)
