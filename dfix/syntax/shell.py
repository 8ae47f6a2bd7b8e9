"""Read shell text with tree-sitter-bash: error-tolerant, with byte ranges."""

import re
from functools import cache
from itertools import pairwise

from dfix.syntax.instruction import Instruction
from dfix.syntax.script import (
    Command,
    Literal,
    Script,
    Sequence,
    ShellWord,
    Step,
)
from dfix.syntax.shell_reader import Reader, masked
from dfix.syntax.words import Word
from dfix.text import LogicalText
from dfix.text.logical import join_pieces
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from tree_sitter import Parser

# The grammar's time grows with the square of their number.
MOST_HEREDOCS = 100
# A text is read once more where the grammar took the end of a command for a blank.
MOST_READINGS = 5
SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"})


# The parser that ``use_parser`` gave; None: that of the package tree_sitter.
_given: "list[Parser]" = []


def use_parser(parser: "Parser") -> None:
    """Read all shell text with another parser of the same grammar: in a browser there is no package tree_sitter."""
    _given[:] = [parser]


def _parser() -> "Parser":
    return _given[0] if _given else _native_parser()


@cache
def _native_parser() -> "Parser":
    library, grammar = _binding("tree_sitter"), _binding("tree_sitter_bash")
    parser: Parser = library.Parser(library.Language(grammar.language()))
    return parser


def _binding(name: str) -> "ModuleType":
    """The compiled module of a package, without the package's own start-up.

    ``tree_sitter`` imports typing (2 ms), ``tree_sitter_bash`` importlib.resources (40 ms).
    """
    from importlib.machinery import PathFinder

    package = PathFinder.find_spec(name)
    places = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec(f"{name}._binding", places)
    binding = spec.loader.create_module(spec) if spec and spec.loader else None
    if spec is None or spec.loader is None or binding is None:
        raise ImportError(f"{name} has no _binding module; install {name.replace('_', '-')} 0.23 or later")
    spec.loader.exec_module(binding)
    return binding


def run_scripts(instruction: Instruction, shell: str) -> Script | None:
    """The shell text that a RUN executes under ``shell`` (its program's name), or None when none does.

    None means: exec form of a program that is no shell, a heredoc for another interpreter, very many
    heredocs, or an unknown SHELL.
    """
    words = instruction.json
    if words is not None:
        return exec_form(instruction, words)
    if shell.rsplit("/", 1)[-1] not in SHELLS:
        return None
    logical = _without_keyword(instruction)
    if not instruction.heredocs:
        return script(logical)
    if len(instruction.heredocs) > MOST_HEREDOCS:
        return None
    heredoc = instruction.heredocs[0]
    if re.fullmatch(r"\d*<<(?:-?|[ \t]+)[^\s-]\S*[ \t]*", logical.text):
        body = join_pieces([(heredoc.body, heredoc.span.start)])
        return None if _other_interpreter(heredoc.body) else script(body)
    return script(_with_heredocs(instruction, logical))


def exec_form(instruction: Instruction, words: tuple[Word, ...]) -> Script | None:
    """``["sh", "-c", "text"]`` as the script it holds; any other exec form as one command."""
    texts = [word.text for word in words]
    logical = instruction.logical
    if texts and texts[0].rsplit("/", 1)[-1] in SHELLS and "-c" in texts[1:-1]:
        inner = words[texts.index("-c") + 1]
        text, exact = inner.text, inner.end - inner.start == len(inner.text) + 2
        piece = slice_logical(logical, inner.start + 1, inner.end - 1)
        return script(piece) if exact else Script(text, piece, False, read(text))
    if not words:
        return None
    parts = tuple(ShellWord(w.text, w.start, w.end, (Literal(w.text),)) for w in words)
    command = Command((), parts, (), words[0].start, words[-1].end)
    body = Sequence((Step(command, ""),), command.start, command.end)
    return Script(logical.text, logical, True, body)


def script(logical: LogicalText) -> Script:
    """Read shell text that maps to the file byte for byte."""
    return Script(logical.text, logical, True, read(logical.text))


def slice_logical(logical: LogicalText, start: int, end: int) -> LogicalText:
    """``text[start:end]`` with its way back to the file."""
    edges = [start, *(s for s in logical.starts if start < s < end), max(start, end)]
    pairs = pairwise(edges)
    return join_pieces([(logical.text[a:b], logical.origin(a)) for a, b in pairs])


def read(text: str) -> Sequence:
    """The commands of shell text."""
    data = bytearray(masked(text).encode("latin-1"))
    for _ in range(MOST_READINGS):
        reader = Reader(text)
        body = reader.sequence([_parser().parse(bytes(data)).root_node], 0, len(text))
        for place in reader.swallowed:
            data[place] = ord(";")
        if not reader.swallowed:
            break
    return body


def _without_keyword(instruction: Instruction) -> LogicalText:
    return slice_logical(instruction.logical, instruction.args_start, len(instruction.logical.text))


def _other_interpreter(body: str) -> bool:
    first = body.lstrip("\t ").split("\n", 1)[0]
    if not first.startswith("#!"):
        return False
    program = first[2:].split()
    names = [word.rsplit("/", 1)[-1] for word in program if not word.startswith("-")]
    return not any(name in SHELLS for name in names[:2])


def _with_heredocs(instruction: Instruction, logical: LogicalText) -> LogicalText:
    """The command and its heredocs as the shell gets them: the bodies follow on new lines."""
    pairs = zip(logical.starts, [*logical.starts[1:], len(logical.text)], strict=True)
    pieces = [(logical.text[a:b], logical.origin(a)) for a, b in pairs]
    end = pieces[-1][1] + len(pieces[-1][0])
    for heredoc in instruction.heredocs:
        pieces += [("\n", end), (heredoc.body, heredoc.span.start), (heredoc.name, heredoc.span.end)]
        end = heredoc.span.end + len(heredoc.name)
    return join_pieces(pieces)
