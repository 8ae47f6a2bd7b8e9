"""Read shell text with tree-sitter-bash: error-tolerant, with byte ranges."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from tree_sitter import Language, Parser
from tree_sitter import Node as Tree

from dfix.syntax.instruction import Instruction
from dfix.syntax.script import (
    Branches,
    Command,
    Function,
    Group,
    Literal,
    Loop,
    Node,
    Opaque,
    Part,
    Pipeline,
    Redirect,
    Script,
    Sequence,
    ShellWord,
    Step,
    Substitution,
    Variable,
)
from dfix.syntax.words import Word
from dfix.text import LogicalText
from dfix.text.logical import join_pieces

SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"})
OPERATORS = frozenset({"&&", "||", ";", "&", "\n", ";;"})
ESCAPED = re.compile(r"\\(\n|.)", re.DOTALL)
ESCAPED_IN_QUOTES = re.compile(r'\\([$`"\\\n])')
# What is nested deeper is read as unknown text; each level costs several of Python's own frames.
DEEPEST = 40


@cache
def _parser() -> Parser:
    return Parser(_language())


def _language() -> Language:
    """The grammar, without the package's own start-up, which imports importlib.resources (40 ms)."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    package = PathFinder.find_spec("tree_sitter_bash")
    places = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec("tree_sitter_bash._binding", places)
    if spec is None or spec.loader is None:
        raise ImportError("tree-sitter-bash has no _binding module; install tree-sitter-bash 0.23 or later")
    binding = module_from_spec(spec)
    spec.loader.exec_module(binding)
    return Language(binding.language())


def run_scripts(instruction: Instruction, shell: str) -> Script | None:
    """The shell text that a RUN executes under ``shell`` (its program's name), or None when none does.

    None means: exec form of a program that is no shell, a heredoc for another interpreter, or an
    unknown SHELL.
    """
    words = instruction.json
    if words is not None:
        return exec_form(instruction, words)
    if shell.rsplit("/", 1)[-1] not in SHELLS:
        return None
    logical = _without_keyword(instruction)
    if not instruction.heredocs:
        return script(logical)
    heredoc = instruction.heredocs[0]
    if re.fullmatch(r"\d*<<-?\S+[ \t]*", logical.text):
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
    body = Sequence((Step(command, "", command.start),), command.start, command.end)
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
    data = text.encode("latin-1")
    return _Reader(text).sequence([_parser().parse(data).root_node], 0, len(text))


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


class _Reader:
    """Turns tree-sitter's tree into ours."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0

    def sequence(self, nodes: list[Tree], start: int, end: int) -> Sequence:
        steps: list[Step] = []
        operator, at = "", start
        for node in self._flat(nodes):
            if node.type in OPERATORS or node.type == "comment":
                if node.type != "comment" and node.type != "\n":
                    operator, at = node.type, node.start_byte
                continue
            found = self.node(node)
            between = self.text[steps[-1].node.end : found.start] if steps else ""
            if not operator and steps:
                operator, at = ("\n" if "\n" in between else ";"), steps[-1].node.end
            steps.append(Step(found, operator if steps else "", at if steps else found.start))
            operator = ""
        return Sequence(tuple(steps), start, end)

    def _flat(self, nodes: list[Tree]) -> Iterator[Tree]:
        """The members of nested lists, in order, operators between them."""
        stack = list(reversed(nodes))
        while stack:
            node = stack.pop()
            if node.type in ("program", "list"):
                stack.extend(reversed(node.children))
            else:
                yield node

    def node(self, node: Tree) -> Node:
        self.depth += 1
        try:
            reader = _READERS.get(node.type)
            if reader is None or self.depth > DEEPEST or (node.has_error and node.type == "ERROR"):
                return self._opaque(node)
            return reader(self, node)
        finally:
            self.depth -= 1

    def _opaque(self, node: Tree) -> Opaque:
        return Opaque(self.text[node.start_byte : node.end_byte], node.start_byte, node.end_byte)

    def command(self, node: Tree) -> Command:
        assignments: list[tuple[str, ShellWord | None]] = []
        words: list[ShellWord] = []
        redirects: list[Redirect] = []
        for child in node.named_children:
            if child.type == "variable_assignment":
                assignments.append(self._assignment(child))
            elif child.type.endswith("_redirect"):
                redirects += self._redirects(child)
            elif child.type == "command_name":
                words.append(self._word(child.named_children[0] if child.named_children else child))
            elif child.type != "comment":
                words.append(self._word(child))
        return Command(tuple(assignments), tuple(words), tuple(redirects), node.start_byte, node.end_byte)

    def assignment(self, node: Tree) -> Command:
        """``A=b`` alone; several on one line come as ``variable_assignments``."""
        own = [node] if node.type == "variable_assignment" else node.named_children
        pairs = tuple(self._assignment(child) for child in own if child.type == "variable_assignment")
        return Command(pairs, (), (), node.start_byte, node.end_byte)

    def declaration(self, node: Tree) -> Command:
        """``export A=b``: kept as a command named ``export`` whose words are the assignments."""
        words = tuple(
            ShellWord(t := self.text[c.start_byte : c.end_byte], c.start_byte, c.end_byte, self._raw_parts(c, t))
            for c in node.children
        )
        return Command((), words, (), node.start_byte, node.end_byte)

    def _raw_parts(self, node: Tree, text: str) -> tuple[Part, ...]:
        if node.type != "variable_assignment":
            return (Literal(text),) if not node.is_named else tuple(self._parts(node, False))
        name, value = self._assignment(node)
        return (Literal(f"{name}="), *(value.parts if value else ()))

    def redirected(self, node: Tree) -> Node:
        """A command with redirects; over a list they belong to its last command."""
        body = node.child_by_field_name("body")
        redirects = [r for c in node.named_children if c.type.endswith("_redirect") for r in self._redirects(c)]
        if body is None:
            return Command((), (), tuple(redirects), node.start_byte, node.end_byte)
        inner = self.sequence([body], body.start_byte, node.end_byte) if body.type == "list" else self.node(body)
        return self._followed(self._attach(inner, tuple(redirects), node.end_byte), node)

    def _followed(self, first: Node, node: Tree) -> Node:
        """What stands after ``<<EOF`` on its line: the grammar keeps it inside the redirect."""
        redirects = [child for child in node.children if child.type == "heredoc_redirect"]
        rest = [c for r in redirects for c in r.children if c.type in _READERS or c.type in OPERATORS]
        if not rest:
            return first
        first = first._replace(end=min(first.end, rest[0].start_byte))
        if rest[0].type == "pipeline":
            parts = tuple(self.node(child) for child in rest[0].named_children)
            return Pipeline((first, *parts), node.start_byte, node.end_byte)
        tail = self.sequence(rest, rest[0].start_byte, node.end_byte).steps
        steps = (Step(first, "", first.start), tail[0]._replace(operator=rest[0].type), *tail[1:]) if tail else ()
        return Sequence(steps, node.start_byte, node.end_byte) if steps else first

    def _attach(self, node: Node, redirects: tuple[Redirect, ...], end: int) -> Node:
        match node:
            case Command():
                return node._replace(redirects=node.redirects + redirects, end=end)
            case Sequence(steps=(*first, last)):
                attached = last._replace(node=self._attach(last.node, redirects, end))
                return node._replace(steps=(*first, attached), end=end)
            case Pipeline(parts=(*before, final)):
                return node._replace(parts=(*before, self._attach(final, redirects, end)), end=end)
        return node

    def list_(self, node: Tree) -> Node:
        """A list where one node is asked for."""
        return self.sequence([node], node.start_byte, node.end_byte)

    def pipeline(self, node: Tree) -> Node:
        parts = tuple(self.node(child) for child in node.named_children if child.type != "comment")
        return Pipeline(parts, node.start_byte, node.end_byte)

    def negated(self, node: Tree) -> Node:
        inner = [child for child in node.named_children if child.type != "comment"]
        return self._branches([self.sequence(inner, node.start_byte, node.end_byte)], True, node)

    def group(self, node: Tree) -> Group:
        inner = [child for child in node.children if child.type not in ("{", "}", "(", ")")]
        body = self.sequence(inner, node.start_byte, node.end_byte)
        return Group(body, node.type == "subshell", node.start_byte, node.end_byte)

    def conditional(self, node: Tree) -> Node:
        """``if``: the first condition always runs, so it stands before the branches."""
        condition: list[Tree] = []
        bodies: list[list[Tree]] = [[]]
        target, exhaustive = condition, False
        for child in node.children:
            if child.type == "then":
                target = bodies[0]
            elif child.type in ("elif_clause", "else_clause"):
                bodies.append([c for c in child.children if c.type not in ("elif", "else", "then")])
                exhaustive = exhaustive or child.type == "else_clause"
            elif child.type not in ("if", "fi"):
                target.append(child)
        chosen = [self.sequence(body, node.start_byte, node.end_byte) for body in bodies]
        branches = self._branches(chosen, exhaustive, node)
        first = self.sequence(condition, node.start_byte, node.end_byte)
        last = Step(branches, ";", node.end_byte)
        return Sequence((*first.steps, last), node.start_byte, node.end_byte)

    def case(self, node: Tree) -> Node:
        items = [child for child in node.named_children if child.type == "case_item"]
        bodies, exhaustive = [], False
        for item in items:
            values = item.children_by_field_name("value")
            exhaustive = exhaustive or any(self.text[v.start_byte : v.end_byte] == "*" for v in values)
            inner = [c for c in item.children if c.type not in (")", "|") and c not in values]
            bodies.append(self.sequence(inner, item.start_byte, item.end_byte))
        return self._branches(bodies, exhaustive, node)

    def _branches(self, bodies: list[Sequence], exhaustive: bool, node: Tree) -> Branches:
        return Branches(tuple(bodies), exhaustive, node.start_byte, node.end_byte)

    def loop(self, node: Tree) -> Loop:
        name, values = None, None
        if node.type == "for_statement":
            variable = node.child_by_field_name("variable")
            name = self.text[variable.start_byte : variable.end_byte] if variable else None
            values = tuple(self._word(child) for child in node.children_by_field_name("value"))
        body = node.child_by_field_name("body")
        inner = [c for c in body.children if c.type not in ("do", "done")] if body else []
        return Loop(name, values, self.sequence(inner, node.start_byte, node.end_byte), node.start_byte, node.end_byte)

    def function(self, node: Tree) -> Function:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        inner = [c for c in body.children if c.type not in ("{", "}", "(", ")")] if body else []
        sequence = self.sequence(inner, node.start_byte, node.end_byte)
        text = self.text[name.start_byte : name.end_byte] if name else ""
        return Function(text, sequence, node.start_byte, node.end_byte)

    def _assignment(self, node: Tree) -> tuple[str, ShellWord | None]:
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        text = self.text[name.start_byte : name.end_byte] if name else ""
        return text, self._word(value) if value else None

    def _redirects(self, node: Tree) -> Iterator[Redirect]:
        if node.type == "file_redirect":
            target = node.child_by_field_name("destination")
            operator = next((c.type for c in node.children if not c.is_named), ">")
            yield Redirect(operator, self._word(target) if target else None, None)
        elif node.type == "heredoc_redirect":
            body = next((c for c in node.named_children if c.type == "heredoc_body"), None)
            yield Redirect("<<", None, self.text[body.start_byte : body.end_byte] if body else "")
            for child in node.named_children:
                if child.type == "file_redirect":
                    yield from self._redirects(child)

    def _word(self, node: Tree) -> ShellWord:
        text = self.text[node.start_byte : node.end_byte]
        return ShellWord(text, node.start_byte, node.end_byte, tuple(self._parts(node, False)))

    def _parts(self, node: Tree, quoted: bool) -> Iterator[Part]:
        text = self.text[node.start_byte : node.end_byte]
        match node.type:
            case "word" | "number" | "test_operator" | "variable_name" | "extglob_pattern" | "regex":
                yield Literal(ESCAPED.sub(_unescape, text) if "\\" in text else text)
            case "raw_string":
                yield Literal(text[1:-1])
            case "ansi_c_string":
                yield Literal(text[2:-1])
            case "string" | "translated_string":
                yield from self._quoted(node)
            case "concatenation":
                yield from self._concatenation(node)
            case "simple_expansion" | "expansion":
                yield Variable(text, quoted)
            case "command_substitution":
                yield Substitution(text.strip("`").removeprefix("$(").removesuffix(")").strip(" \t\n"))
            case "arithmetic_expansion" | "process_substitution":
                yield Substitution("")
            case _:
                yield Literal(text)

    def _concatenation(self, node: Tree) -> Iterator[Part]:
        at = node.start_byte
        for child in node.children:
            if child.start_byte > at:
                yield Literal(self.text[at : child.start_byte])
            yield from self._parts(child, False)
            at = child.end_byte

    def _quoted(self, node: Tree) -> Iterator[Part]:
        """A double-quoted string: text between its expansions, some of it unescaped."""
        at = self.text.index('"', node.start_byte) + 1
        for child in node.named_children:
            if child.type == "string_content":
                continue
            yield Literal(ESCAPED_IN_QUOTES.sub(_unescape, self.text[at : child.start_byte]))
            yield from self._parts(child, True)
            at = child.end_byte
        end = node.end_byte - 1 if self.text[node.end_byte - 1] == '"' else node.end_byte
        yield Literal(ESCAPED_IN_QUOTES.sub(_unescape, self.text[at : max(at, end)]))


def _unescape(match: "re.Match[str]") -> str:
    return "" if match[1] == "\n" else match[1]


_READERS = {
    "command": _Reader.command,
    "variable_assignment": _Reader.assignment,
    "variable_assignments": _Reader.assignment,
    "declaration_command": _Reader.declaration,
    "unset_command": _Reader.declaration,
    "test_command": _Reader.command,
    "redirected_statement": _Reader.redirected,
    "list": _Reader.list_,
    "pipeline": _Reader.pipeline,
    "negated_command": _Reader.negated,
    "compound_statement": _Reader.group,
    "subshell": _Reader.group,
    "if_statement": _Reader.conditional,
    "case_statement": _Reader.case,
    "for_statement": _Reader.loop,
    "while_statement": _Reader.loop,
    "c_style_for_statement": _Reader.loop,
    "function_definition": _Reader.function,
}
