"""Another image in FROM: written there, or in the default of the ARG that names it."""

import re
from collections.abc import Iterator

from dfix.edit import part
from dfix.plan import Build
from dfix.syntax import Instruction
from dfix.syntax.words import Word, arguments
from dfix.text import UNKNOWN_TEXT, Edit
from dfix.text.pattern import pattern
from dfix.trace.stage import StageTrace
from dfix.values import NamedTuple

VARIABLE = pattern(r"\$(?:\{(\w+)\}|(\w+))")
# What may come behind a tag's beginning without making it another word.
BOUNDARY = ("", "-", "@")


class Renamed(NamedTuple):
    """The edits that let a FROM name another image, and whether a digest goes with the old one."""

    edits: tuple[Edit, ...]
    drops_digest: bool = False


class _Piece(NamedTuple):
    """A part of the word as written, and its value; ``variable`` is empty for plain text."""

    raw: str
    value: str
    variable: str = ""


def base(build: Build, stage: StageTrace, reference: str) -> Renamed | None:
    """``reference`` (``name:tag``) for the stage's base image, with the author's registry and variables kept.

    None where the FROM names its image by a digest alone, over several lines, or by a variable that
    something else reads too.
    """
    place = part.word(stage.stage.start, stage.stage.base_word)
    raw, at, _ = place.text.partition("@")
    if not place.is_contiguous or (at and "$" not in raw and ":" not in raw.rpartition("/")[2]):
        return None
    if "$" not in place.text:
        return Renamed((Edit(place.span, _with_registry(stage, raw, reference)),), bool(at))
    pieces = list(_pieces(build, place.text))
    before = "".join(piece.value for piece in pieces)
    if UNKNOWN_TEXT in before or '"' in before or "'" in before:
        return None
    image, digest, _ = before.partition("@")
    after = _with_registry(stage, image, reference)
    written = _behind_variables(pieces, after)
    edit = Edit(place.span, written) if written is not None else _default(build, stage, pieces, after)
    return Renamed((edit,), bool(digest)) if edit else None


def _with_registry(stage: StageTrace, raw: str, reference: str) -> str:
    """The reference with the registry of the old one."""
    name, _, tag = reference.rpartition(":")
    kept, colon, old_tag = raw.rpartition(":")
    image = kept if colon and "/" not in old_tag else raw
    if stage.image is not None and stage.image.reference.name == name:
        return f"{image}:{tag}"
    is_official = stage.image is not None and stage.image.reference.is_official and "/" not in name
    registry = f"{image.rpartition('/')[0]}/" if is_official and "/" in image else ""
    return f"{registry}{reference}"


def _pieces(build: Build, raw: str) -> Iterator[_Piece]:
    """The word's variables and what is between them; ``${X:-y}`` is not known."""
    at = 0
    for match in VARIABLE.finditer(raw):
        yield _Piece(raw[at : match.start()], raw[at : match.start()])
        name = match[1] or match[2]
        value = build.global_args.get(name)
        yield _Piece(match[0], UNKNOWN_TEXT if value is None else value, name)
        at = match.end()
    rest = raw[at:]
    yield _Piece(rest, UNKNOWN_TEXT if "$" in rest else rest)


def _behind_variables(pieces: list[_Piece], after: str) -> str | None:
    """The new word where only plain text behind the last variable changes; None where more does."""
    last = max(number for number, piece in enumerate(pieces) if piece.variable)
    value = "".join(piece.value for piece in pieces[: last + 1])
    rest = after[len(value) :]
    if not after.startswith(value) or rest[:1] not in BOUNDARY or ":" not in value:
        return None
    return "".join(piece.raw for piece in pieces[: last + 1]) + rest


def _default(build: Build, stage: StageTrace, pieces: list[_Piece], after: str) -> Edit | None:
    """The default of the one ARG that must change, where nothing but this FROM reads it."""
    for number, piece in enumerate(pieces):
        left = "".join(one.value for one in pieces[:number])
        right = "".join(one.value for one in pieces[number + 1 :]).partition("@")[0]
        middle = after[len(left) : len(after) - len(right)]
        fits = after.startswith(left) and after.endswith(right) and len(middle) + len(left) + len(right) == len(after)
        if piece.variable and middle and fits and not _is_read_elsewhere(build, stage, piece.variable):
            return _assigned(build, piece, middle)
    return None


def _assigned(build: Build, piece: _Piece, value: str) -> Edit | None:
    """The new default of a global ARG; None where the value in force is not the one that it gives."""
    for instruction in _before_stages(build):
        for one in arguments(instruction.logical.text, instruction.args_start):
            if one.name == piece.variable and one.value and one.value.text.strip("\"'") == piece.value:
                return Edit(_bare(instruction, one.value).span, value)
    return None


def _bare(instruction: Instruction, word: Word) -> part.Part:
    """A value without its quotes."""
    quoted = word.text[:1] in ("'", '"')
    return part.word(instruction, Word(word.text, word.start + quoted, word.end - quoted))


def _before_stages(build: Build) -> Iterator[Instruction]:
    """The ARGs before the first FROM."""
    for instruction in build.dockerfile.instructions:
        if instruction.keyword == "FROM":
            return
        if instruction.keyword == "ARG":
            yield instruction


def _is_read_elsewhere(build: Build, stage: StageTrace, name: str) -> bool:
    """Whether an instruction other than the stage's FROM reads a global ARG, or takes it into its stage."""
    read = re.compile(rf"\$\{{?{name}\b")
    for instruction in build.dockerfile.instructions:
        if instruction.span == stage.stage.start.span:
            continue
        texts = [instruction.args, *(flag.value for flag in instruction.flags)]
        texts += [heredoc.body for heredoc in instruction.heredocs]
        if any(read.search(text) for text in texts):
            return True
        if instruction.keyword == "ARG" and instruction not in _before_stages(build):
            names = (one.name for one in arguments(instruction.logical.text, instruction.args_start))
            if name in names:
                return True
    return False
