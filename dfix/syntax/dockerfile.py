"""Split a Dockerfile into instructions: lossless, and as BuildKit reads it.

Source: moby/buildkit, ``frontend/dockerfile/parser/parser.go``. The tests compare each split with
that parser's.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from dfix.syntax.directives import MOST_DIRECTIVES, Directive, read_directives
from dfix.syntax.instruction import HEREDOC_KEYWORDS, Flag, Heredoc, Instruction
from dfix.syntax.parser_directives import read_parser_directives
from dfix.syntax.validate import Fault, validate
from dfix.syntax.words import SPACE, WORD, json_words, skip_space
from dfix.text import Edit, LogicalText, Source, Span
from dfix.text.logical import join_pieces
from dfix.text.source import BOM
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.syntax.heredoc import Marker

# bufio.MaxScanTokenSize, which bounds BuildKit's line scanner.
LONGEST_LINE = 65535
# MAX_ARG_STRLEN of Linux: no command can be longer, so no RUN can.
LONGEST_INSTRUCTION = 131072

# Nobody writes so many by hand, no image has so many layers, and each takes memory.
MOST_INSTRUCTIONS = 20_000
MOST_FLAGS = 2 * MOST_INSTRUCTIONS

BLANKS = " \t"


class Dockerfile(NamedTuple):
    """The instructions of one file, the faults for which BuildKit would refuse it, and its directives for dfix."""

    source: Source
    parser_directives: Mapping[str, str]
    instructions: tuple[Instruction, ...]
    faults: tuple[Fault, ...]
    directives: tuple[Directive, ...] = ()

    @property
    def escape(self) -> str:
        """The character that continues a line."""
        return "`" if self.parser_directives.get("escape") == "`" else "\\"

    def instruction_at(self, offset: int) -> Instruction | None:
        """The instruction that a byte offset is in, or directly behind."""
        number = bisect_right(self.instructions, offset, key=lambda one: one.span.start) - 1
        found = self.instructions[number] if number >= 0 else None
        return found if found is not None and offset <= found.span.end else None


class _Block(NamedTuple):
    """The lines of one instruction: ``last`` is its last own line, ``end`` its last heredoc line."""

    first: int
    last: int
    end: int
    logical: LogicalText
    heredocs: tuple[Heredoc, ...]
    fault: Fault | None


def parse(source: Source) -> Dockerfile:
    """The instructions of a file. A file that BuildKit would refuse has ``faults``; no error is raised.

    A file that cannot be split, because of a heredoc without an end say, has a fault and no instructions.
    """
    parser_directives = read_parser_directives(source.lines)
    dockerfile = Dockerfile(source, parser_directives, (), ())
    blocks = list(islice(_blocks(source, dockerfile.escape), MOST_INSTRUCTIONS + 1))
    broken = [block.fault for block in blocks if block.fault]
    if len(blocks) > MOST_INSTRUCTIONS:
        broken = [_too_many(source, blocks[-1].first, MOST_INSTRUCTIONS, "instructions")]
    if broken:
        return dockerfile._replace(faults=tuple(broken[:1]))
    instructions = tuple(_with_few_flags(map(_instruction, blocks)))
    if len(instructions) < len(blocks):
        return dockerfile._replace(faults=(_too_many(source, blocks[len(instructions)].first, MOST_FLAGS, "flags"),))
    faults = tuple(validate(instructions, parser_directives))
    directives, beyond = read_directives(source, instructions)
    if beyond is not None:
        faults = (_too_many(source, beyond, MOST_DIRECTIVES, "directives"),)
        return dockerfile._replace(faults=faults)
    return dockerfile._replace(instructions=instructions, faults=faults, directives=directives)


def _with_few_flags(instructions: Iterable[Instruction]) -> Iterator[Instruction]:
    """The instructions as long as all of them together have no more flags than dfix reads."""
    flags = 0
    for instruction in instructions:
        flags += len(instruction.flags)
        if flags > MOST_FLAGS:
            return
        yield instruction


def _blocks(source: Source, escape: str) -> Iterator[_Block]:
    line, lines = 0, source.lines
    while line < len(lines):
        text = lines[line].removeprefix(BOM) if line == 0 else lines[line]
        if text.lstrip(SPACE)[:1] in ("", "#"):
            line += 1
            continue
        block = _block(source, line, escape)
        yield block
        if block.fault:
            return
        line = block.end + 1


def _block(source: Source, first: int, escape: str) -> _Block:
    pieces, last, fault = _own_lines(source, first, escape)
    logical = join_pieces(pieces)
    end, heredocs = last, []
    if fault is None and len(logical.text) > LONGEST_INSTRUCTION:
        fault = _too_long(source, first, len(logical.text))
    for marker in () if fault else _markers(logical.text):
        if not _may_be_closed(source, end + 1, marker):
            continue
        begin, end = end + 1, _heredoc_end(source, end + 1, marker)
        if end >= len(source.lines):
            fault = _unclosed(source, first, marker)
            break
        heredocs.append(_heredoc(source, marker, begin, end))
    return _Block(first, last, end, logical, tuple(heredocs), fault)


def _own_lines(source: Source, first: int, escape: str) -> tuple[list[tuple[str, int]], int, Fault | None]:
    """The pieces of an instruction with their offsets, without comment and blank lines; its last line; its fault."""
    pieces, line, last, continues = [], first, first, True
    while continues and line < len(source.lines):
        whole = source.lines[line]
        if len(whole) > LONGEST_LINE:
            return [(whole[:80], source.line_starts[line])], line, _long_line(source, line)
        body, start = whole.rstrip("\r\n"), source.line_starts[line]
        if line == first:
            kept = (body.removeprefix(BOM) if line == 0 else body).lstrip(SPACE)
            start += len(body) - len(kept)
            body = kept
        elif body.lstrip(SPACE)[:1] in ("", "#"):
            line += 1
            continue
        body, continues = _continued(body, escape)
        pieces.append((body, start))
        last = line
        line += 1
    return pieces, last, None


def _continued(body: str, escape: str) -> tuple[str, bool]:
    """The line without its continuation, and whether it had one (BuildKit's regular expression)."""
    cut = body.rstrip(BLANKS)
    if cut.endswith(escape) and not cut.endswith(escape * 2):
        return cut[:-1], True
    return body, False


def _markers(text: str) -> "tuple[Marker, ...]":
    """The heredocs that an instruction opens; one in the JSON form opens none."""
    if "<<" not in text:
        return ()
    words = WORD.findall(text)
    keyword = words[0].upper()
    if keyword == "ONBUILD" and len(words) > 1:
        keyword = words[1].upper()
    if keyword not in HEREDOC_KEYWORDS or json_words(text, _args(text, len(words[0]))[0]) is not None:
        return ()
    from dfix.syntax.heredoc import find_markers

    return find_markers(text)


def _may_be_closed(source: Source, line: int, marker: "Marker") -> bool:
    """Whether a heredoc is one: with blanks before its name it may be the shell's, or no heredoc."""
    from dfix.syntax.heredoc import may_be_closed

    return may_be_closed(source, line, marker)


def _heredoc_end(source: Source, line: int, marker: "Marker") -> int:
    """The line that closes the heredoc; the number of lines of the file when none does."""
    while line < len(source.lines):
        text = source.lines[line].rstrip("\r\n")
        if (text.lstrip("\t") if marker.chomp else text) == marker.name:
            break
        line += 1
    return line


def _heredoc(source: Source, marker: "Marker", begin: int, end: int) -> Heredoc:
    span = Span(source.line_starts[begin], source.line_starts[end])
    return Heredoc(marker.name, marker.expand, marker.chomp, span, source.text[span.start : span.end])


def _instruction(block: _Block) -> Instruction:
    logical, text = block.logical, block.logical.text
    start = len(text) - len(text.lstrip(SPACE))
    keyword = _keyword(text, start)
    args_start, flags = _args(text, start + len(keyword))
    return Instruction(
        keyword,
        Span(logical.origin(start), _end(block)),
        logical,
        start,
        args_start,
        flags,
        block.heredocs,
        block.first,
        block.last,
    )


def _keyword(text: str, start: int) -> str:
    """The first word in upper case, as long as it is written; a byte that is not ASCII becomes ``?``.

    An instruction without a word, such as a lone continuation, has the keyword ``?``.
    """
    word = WORD.match(text, start)
    return word[0].encode("ascii", "replace").decode("ascii").upper() if word else "?"


def _end(block: _Block) -> int:
    """The offset in the file at which an instruction ends, heredocs included, without the line end."""
    if block.heredocs:
        last = block.heredocs[-1]
        return last.span.end + len(last.name)
    size = len(block.logical.text)
    return block.logical.origin(size - 1) + 1 if size else block.logical.origins[0]


def _args(text: str, at: int) -> tuple[int, tuple[Flag, ...]]:
    """Where the arguments begin, and the flags before them (BuildKit's ``extractBuilderFlags``)."""
    flags: list[Flag] = []
    while True:
        at = skip_space(text, at)
        if not text.startswith("--", at):
            return at, tuple(flags)
        start, at, word = at, *_flag_word(text, at)
        if word == "--":
            return at, tuple(flags)
        name, sign, value = word[2:].partition("=")
        flags.append(Flag(name, value, start, at, start + 2 + len(name) + len(sign)))


def _flag_word(text: str, at: int) -> tuple[int, str]:
    """Where the word at an offset ends, and the word without its quotes and backslashes."""
    word = WORD.match(text, at)
    if word and not ("\\" in word[0] or '"' in word[0] or "'" in word[0]):
        return word.end(), word[0]
    chars, quote = [], ""
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
            chars.append(text[at : at + 1])
        elif char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        elif not quote and char in SPACE:
            break
        else:
            chars.append(char)
        at += 1
    return min(at, len(text)), "".join(chars)


def _line_span(source: Source, line: int) -> Span:
    """The first 80 bytes of a line, without its indentation and line end."""
    start = source.line_starts[line]
    text = source.lines[line]
    indent = len(text) - len(text.lstrip(SPACE))
    return Span(start + indent, start + min(len(text.rstrip("\r\n")), indent + 80))


def _long_line(source: Source, line: int) -> Fault:
    size = len(source.lines[line])
    return Fault(
        _line_span(source, line),
        f"the line is {size} bytes long; BuildKit takes lines of up to {LONGEST_LINE}",
        "break the line with a continuation",
    )


def _too_long(source: Source, line: int, size: int) -> Fault:
    return Fault(
        _line_span(source, line),
        f"the instruction is {size} bytes long; Linux runs commands of up to {LONGEST_INSTRUCTION}",
        "move the commands into a script, COPY it and RUN it",
    )


def _too_many(source: Source, line: int, most: int, things: str) -> Fault:
    return Fault(
        _line_span(source, line),
        f"the file has more than {most} {things}; dfix reads no more",
        f"put fewer {things} into one file",
    )


def _unclosed(source: Source, line: int, marker: "Marker") -> Fault:
    return Fault(
        _line_span(source, line),
        f"the heredoc `<<{marker.name}` is never closed",
        f"put `{marker.name}` alone on the line after the heredoc's text",
        _closing(source, marker),
    )


def _closing(source: Source, marker: "Marker") -> Edit:
    """The edit that adds the heredoc's end word as the last line of the file."""
    end = len(source.data)
    before = "" if source.text.endswith("\n") else source.newline
    return Edit(Span(end, end), f"{before}{marker.name}{source.newline}")


__all__ = ["Dockerfile", "Fault", "parse"]
