"""Name the target's architecture, or none, where words name one that does not hold for every platform."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert, replace
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.syntax import Instruction
from dfix.text import Edit, Span
from dfix.trace.knowledge.fixed_architecture import Fixed
from dfix.trace.knowledge.written_architecture import Kind, Written
from dfix.trace.result import Trace

NAME_TARGET = Repair(
    "name-target",
    "`${TARGETARCH}` or `$(uname -m)` instead of one architecture's name",
    "what is named must be there for the other platforms under the same name; a checksum holds for one file only",
    Applicability.UNSAFE,
    Change.WORDS,
    cure=Confidence.LIKELY,
)


TITLES = {
    Kind.FILE: "download the file for the target platform",
    Kind.REPOSITORY: "take packages for the target platform",
    Kind.PLACE: "name the directory of the target platform",
    Kind.COMPILER: "build for the target platform",
}


def name_target(trace: Trace, word: Written) -> Iterator[Fix]:
    """``${TARGETARCH}``, or ``$(uname -m)``, in the instruction of words that hold for one architecture.

    A compiler that is told otherwise may write to another directory; Go does not.
    """
    if word.kind is Kind.COMPILER and not word.words.startswith("GOARCH="):
        return
    edits = tuple(_named(trace, word.stage.body, word.instruction, word.arch))
    if edits:
        yield NAME_TARGET.fix(TITLES[word.kind], edits)


def name_target_of_download(trace: Trace, fixed: Fixed) -> Iterator[Fix]:
    """The same in the instruction that downloads a program."""
    instruction, artifact = fixed.instruction, fixed.artifact
    if not artifact.is_download or instruction.keyword not in ("RUN", "ADD"):
        return
    builder = trace.builder(artifact)
    edits = tuple(_named(trace, builder.stage.body if builder else (), instruction, str(artifact.arch)))
    if edits:
        yield NAME_TARGET.fix("download the build for the target platform", edits)


def _named(trace: Trace, body: tuple[Instruction, ...], instruction: Instruction, architecture: str) -> Iterator[Edit]:
    """``amd64`` becomes ``${TARGETARCH}``, declared in the stage of ``body``; ``x86_64``, in a RUN, ``$(uname -m)``.

    Nothing where quotes keep the shell from replacing a variable.
    """
    text = trace.source.text[slice(*instruction.span)]
    if "'" in text or instruction.json is not None:
        return
    words = [
        edit
        for edit in replace.text(trace.source, instruction, architecture, "${TARGETARCH}")
        if _is_word(trace.source.text, edit.span)
    ]
    if words:
        yield from declared(trace, body, instruction, "TARGETARCH")
        yield from words
    elif instruction.keyword == "RUN" and architecture == "amd64":
        yield from replace.text(trace.source, instruction, "x86_64", "$(uname -m)")


def _is_word(text: str, span: Span) -> bool:
    """Whether no letter or digit stands beside a place: the ``arm`` of ``alarm`` is no architecture."""
    return not (text[span.start - 1 : span.start].isalnum() or text[span.end : span.end + 1].isalnum())


def declared(trace: Trace, body: tuple[Instruction, ...], instruction: Instruction, name: str) -> tuple[Edit, ...]:
    """``ARG name`` above the instruction, unless the stage of ``body`` declares it before."""
    if any(_declares(one, name) for one in body if one.first_line < instruction.first_line):
        return ()
    return (insert.instruction_before(trace.source, instruction, "ARG", name),)


def _declares(instruction: Instruction, name: str) -> bool:
    return instruction.keyword == "ARG" and name in instruction.args.split()
