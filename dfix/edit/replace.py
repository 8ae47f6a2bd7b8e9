"""Put other text in the place of a part of the file."""

from collections.abc import Iterator

from dfix.edit import part
from dfix.edit.part import Part, Ranged
from dfix.plan import ImageBase
from dfix.syntax import Instruction
from dfix.syntax.instruction import Flag
from dfix.text import UNKNOWN_TEXT, Edit, Source, Span
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Call


def arg(call: Call, arg: Ranged, text: str) -> Edit:
    """``text`` for an argument, or for a value that the command assigns."""
    return _by(part.arg(call, arg), text)


def program(call: Call, text: str) -> Edit:
    """``text`` for the program's name."""
    return _by(part.program(call), text)


def command(call: Call, text: str) -> Edit:
    """``text`` for a whole command, its assignments and redirections included."""
    return _by(part.command(call), text)


def command_words(call: Call, text: str) -> Edit:
    """``text`` for a command with its assignments; redirections behind the last word stay."""
    return _by(part.command_words(call), text)


def command_through(call: Call, arg: Ranged, text: str) -> Edit:
    """``text`` for a command's beginning, assignments included, through one of its arguments."""
    return _by(part.command_through(call, arg), text)


def instruction(instruction: Instruction, text: str) -> Edit:
    """``text`` for an instruction with its heredocs; the line end stays."""
    return Edit(instruction.span, text)


def word(instruction: Instruction, word: Ranged, text: str) -> Edit:
    """``text`` for a word of an instruction, the quotes of a JSON string included."""
    return _by(part.word(instruction, word), text)


def words(instruction: Instruction, text: str) -> Edit:
    """``text`` for all arguments of an instruction."""
    return _by(part.words(instruction), text)


def flag_value(instruction: Instruction, flag: Flag, text: str) -> Edit:
    """``text`` for the value of ``--name=value``."""
    return _by(part.flag_value(instruction, flag), text)


def text(source: Source, instruction: Instruction, old: str, new: str) -> Iterator[Edit]:
    """``new`` for each ``old`` in the text of an instruction, its continuations and heredocs included."""
    at = source.text.find(old, *instruction.span)
    while at >= 0:
        yield Edit(Span(at, at + len(old)), new)
        at = source.text.find(old, at + len(old), instruction.span.end)


def base(stage: StageTrace, reference: str) -> Edit | None:
    """``reference`` (``name:tag``) for the stage's base image, with the author's registry and variables kept.

    None where the FROM names its image by a digest, over several lines, or by a variable that
    decides more than the beginning of the tag.
    """
    place = part.word(stage.stage.start, stage.stage.base_word)
    if "@" in place.text or not place.is_contiguous:
        return None
    written = _with_variables(stage, reference) if "$" in place.text else _with_registry(stage, reference)
    return None if written is None else _by(place, written)


def _with_registry(stage: StageTrace, reference: str) -> str:
    raw = stage.stage.base_word.text
    name, _, tag = reference.rpartition(":")
    kept, colon, old_tag = raw.rpartition(":")
    image = kept if colon and "/" not in old_tag else raw
    if stage.image is not None and stage.image.reference.name == name:
        return f"{image}:{tag}"
    is_official = stage.image is not None and stage.image.reference.is_official and "/" not in name
    registry = f"{image.rpartition('/')[0]}/" if is_official and "/" in image else ""
    return f"{registry}{reference}"


def _with_variables(stage: StageTrace, reference: str) -> str | None:
    """The reference as written with more behind its tag: ``golang:${VERSION}-bookworm``."""
    raw, base = stage.stage.base_word.text, stage.stage.base
    tag = reference.rpartition(":")[2]
    known = base.text.rpartition(":")[2] if isinstance(base, ImageBase) else ""
    if known and UNKNOWN_TEXT not in known and tag.startswith(f"{known}-") and ":" in raw:
        return raw + tag[len(known) :]
    return None


def _by(place: Part, text: str) -> Edit:
    return Edit(place.span, text)
