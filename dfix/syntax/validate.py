"""What BuildKit refuses in an instruction, whatever the images are.

Source: moby/buildkit, ``frontend/dockerfile/instructions/parse.go``.
"""

from collections.abc import Iterator, Mapping, Sequence

from dfix.syntax.instruction import KEYWORDS, Instruction
from dfix.syntax.words import assignments, json_words, quoted_words
from dfix.text import Edit, Span, lowered, readable
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

STAGE_NAME = pattern(r"[a-z][a-z0-9\-_.]*$")
AT_LEAST = {"ADD": 2, "ARG": 1, "COPY": 2, "ENV": 1, "EXPOSE": 1, "LABEL": 1, "ONBUILD": 1, "VOLUME": 1}
EXACTLY_ONE = frozenset({"STOPSIGNAL", "USER", "WORKDIR"})
OFFICIAL_FRONTEND = pattern(r"(docker\.io/)?docker/dockerfile(-upstream)?([:@]|$)")


class Fault(NamedTuple):
    """Why BuildKit would refuse the text: where, what, what to do about it, and the edit that was probably meant."""

    span: Span
    message: str
    help: str
    instead: Edit | None = None


def validate(instructions: Sequence[Instruction], parser_directives: Mapping[str, str]) -> Iterator[Fault]:
    """The faults of a split file, in order."""
    if not instructions:
        yield Fault(Span(0, 0), "the file has no instructions", "start it with `FROM image`")
        return
    yield from _outside_stages(instructions)
    for instruction in instructions:
        if instruction.keyword in KEYWORDS:
            yield from _arguments(instruction)
        elif OFFICIAL_FRONTEND.match(parser_directives.get("syntax", "docker/dockerfile")):
            yield _unknown(instruction)


def _outside_stages(instructions: Sequence[Instruction]) -> Iterator[Fault]:
    first = next((i for i in instructions if i.keyword != "ARG"), instructions[0])
    if first.keyword in KEYWORDS - {"FROM"}:
        message = f"{first.keyword} stands before the first FROM"
        yield Fault(first.keyword_span, message, "start with `FROM image`; only ARG may come before it")


def _unknown(instruction: Instruction) -> Fault:
    from dfix.text.spelling import closest

    meant = closest(instruction.keyword, KEYWORDS)
    help_text = f"did you mean {meant}?" if meant else "a line that belongs to the one above needs a `\\` there"
    start = instruction.keyword_start
    name = readable(instruction.logical.text[start : start + len(instruction.keyword)])[:40]
    span = instruction.keyword_span
    if meant and name.islower():
        meant = meant.lower()
    return Fault(span, f"unknown instruction `{name}`", help_text, Edit(span, meant) if meant else None)


def _arguments(instruction: Instruction) -> Iterator[Fault]:
    keyword = instruction.keyword
    if keyword == "FROM":
        yield from _from(instruction)
    elif keyword in AT_LEAST and len(instruction.words) < AT_LEAST[keyword]:
        wanted = "two arguments" if AT_LEAST[keyword] == 2 else "one argument"
        yield Fault(instruction.keyword_span, f"{keyword} needs at least {wanted}", f"see the reference of {keyword}")
    elif keyword in EXACTLY_ONE and len(quoted_words(instruction.logical.text, instruction.args_start)) == 0:
        yield Fault(instruction.keyword_span, f"{keyword} needs one argument", f"see the reference of {keyword}")
    elif keyword in ("ENV", "LABEL"):
        yield from _pairs(instruction)
    elif keyword == "SHELL" and json_words(instruction.logical.text, instruction.args_start) is None:
        yield Fault(instruction.keyword_span, "SHELL needs the JSON form", 'write SHELL ["/bin/sh", "-c"]')


def _from(instruction: Instruction) -> Iterator[Fault]:
    words = instruction.words
    if len(words) == 1:
        return
    if len(words) != 3 or readable(words[1].text).casefold() != "as":
        yield Fault(instruction.keyword_span, "FROM takes one image and at most `AS name`", "write FROM image AS name")
    elif not _is_stage_name(lowered(words[2].text)):
        span = instruction.logical.span(words[2].start, words[2].end)
        message = f"`{readable(words[2].text)}` is no stage name"
        yield Fault(span, message, "a stage name starts with a letter and holds letters, digits, `-`, `_` and `.`")


def _is_stage_name(name: str) -> bool:
    return (name.isascii() and name.isalpha()) or STAGE_NAME.match(name) is not None


def _pairs(instruction: Instruction) -> Iterator[Fault]:
    for pair in assignments(instruction.logical.text, instruction.args_start):
        if pair.value is None or not pair.name:
            span = instruction.logical.span(pair.word.start, pair.word.end)
            message = f"{instruction.keyword} takes name=value, not `{readable(pair.word.text)[:40]}`"
            yield Fault(span, message, "quote a value that holds blanks")
