"""One open Dockerfile: its text, its settings and what the engine says of it."""

from dfix.config import Settings
from dfix.engine import Analysis, Options, analyse
from dfix.lsp.positions import Positions
from dfix.plan import Stage
from dfix.syntax import Flag, Instruction
from dfix.text import Span, lowered, readable
from dfix.trace.stage import StageTrace
from dfix.values import NamedTuple


class Document(NamedTuple):
    """``version`` is the editor's own number for the text; ``path`` its file, ``<…>`` where it has none."""

    uri: str
    path: str
    version: int | None
    data: bytes
    settings: Settings
    options: Options
    analysis: Analysis
    positions: Positions

    def instruction_at(self, offset: int) -> Instruction | None:
        """The instruction that a byte offset is in."""
        return self.analysis.trace.build.dockerfile.instruction_at(offset)

    def stage_at(self, offset: int) -> StageTrace | None:
        """The stage that a byte offset is in."""
        stages = [one for one in self.analysis.trace.stages if one.stage.start.span.start <= offset]
        return stages[-1] if stages else None

    def stage_at_name(self, offset: int) -> tuple[Stage, Span] | None:
        """The stage that the word at a byte offset names, and the word: in FROM, AS, ``--from=`` or a mount."""
        return next(((stage, span) for stage, span in self.mentions() if span.start <= offset <= span.end), None)

    def mentions(self) -> tuple[tuple[Stage, Span], ...]:
        """Every word that names a stage, with that stage; its own name behind AS first."""
        build = self.analysis.trace.build
        found: list[tuple[Stage, Span]] = []
        for stage in build.stages:
            own = name_span(stage)
            found += [(stage, own)] if own else []
            base = next((one for one in build.stages[: stage.number] if _is_base(one, stage)), None)
            found += [(base, stage.base_span)] if base else []
            for instruction in stage.body:
                for span, name in _sources(instruction):
                    meant = build.stage_named(name)
                    found += [(meant, span)] if meant else []
        return tuple(found)


def open_document(
    uri: str, path: str, version: int | None, data: bytes, settings: Settings, options: Options, encoding: str
) -> Document:
    """Analyse a text."""
    return Document(uri, path, version, data, settings, options, analyse(data, options), Positions(data, encoding))


def name_span(stage: Stage) -> Span | None:
    """The place of a stage's name behind AS."""
    words = stage.start.words
    if stage.name is None or len(words) < 3:
        return None
    return stage.start.logical.span(words[-1].start, words[-1].end)


def title(stage: Stage) -> str:
    """A stage's name, else its number."""
    return readable(stage.name) if stage.name else f"stage {stage.number}"


def _is_base(stage: Stage, other: Stage) -> bool:
    return stage.name is not None and lowered(other.base_word.text) == stage.name


def _sources(instruction: Instruction) -> list[tuple[Span, str]]:
    """The names in ``--from=`` and ``--mount=…,from=`` with their places."""
    found = []
    for flag in instruction.flags:
        if flag.name == "from" and flag.value:
            found.append((_flag_span(instruction, flag, flag.value_start, len(flag.value)), flag.value))
        elif flag.name == "mount":
            at = flag.value_start
            for part in flag.value.split(","):
                if part.startswith("from="):
                    found.append((_flag_span(instruction, flag, at + 5, len(part) - 5), part[5:]))
                at += len(part) + 1
    return found


def _flag_span(instruction: Instruction, flag: Flag, start: int, length: int) -> Span:
    # Quotes or escapes shift what is inside them: then the whole value is meant.
    written = instruction.logical.text[start : start + length]
    if written in flag.value:
        return instruction.logical.span(start, start + length)
    return instruction.logical.span(flag.value_start, flag.end)
