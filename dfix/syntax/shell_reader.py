"""Turns tree-sitter-bash's tree into the values of ``script.py``."""

import re
from collections.abc import Iterator
from itertools import pairwise

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
    Sequence,
    ShellWord,
    Step,
    Substitution,
    Variable,
)
from dfix.text.pattern import pattern
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node as Tree
else:
    Tree = object  # the package imports typing

OPERATORS = frozenset({"&&", "||", ";", "&", "\n", ";;"})
DOLLAR = pattern(r"(\\.)|\$(?=[A-Za-z_])", re.DOTALL)
VARIABLE = pattern(r"\\(\n|.)|\$([A-Za-z_]\w*)", re.DOTALL)
VARIABLE_IN_QUOTES = pattern(r'\\([$`"\\\n])|\$([A-Za-z_]\w*)')
# What is nested deeper is read as unknown text; each level costs several of Python's own frames.
DEEPEST = 40


def _joined(words: list[ShellWord]) -> Iterator[ShellWord]:
    """The words as the shell takes them: the grammar begins a new word at the backquote of ``a`b`c``."""
    whole: ShellWord | None = None
    for word in words:
        if whole is not None and whole.end == word.start:
            parts = (*whole.parts, *word.parts)
            whole = ShellWord(whole.raw + word.raw, whole.start, word.end, parts)
            continue
        if whole is not None:
            yield whole
        whole = word
    if whole is not None:
        yield whole


# Nodes whose text is a word's, but for its variables and escapes.
PLAIN = frozenset({"word", "number", "test_operator", "variable_name", "extglob_pattern", "regex"})


class Reader:
    """Reads one script; offsets are those of its text.

    ``swallowed`` are the offsets where a command ends and the grammar goes on behind the newline.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.swallowed: list[int] = []

    def sequence(self, nodes: list[Tree], start: int, end: int) -> Sequence:
        """Commands that follow one another, from nodes and the operators between them."""
        steps: list[Step] = []
        operator = ""
        for node in self._flat(nodes):
            if node.type in OPERATORS or node.type == "comment":
                if node.type != "comment" and node.type != "\n":
                    operator = node.type
                continue
            found = self.node(node)
            between = self.text[steps[-1].node.end : found.start] if steps else ""
            if not operator and steps:
                operator = "\n" if "\n" in between else ";"
            steps += _members(found, operator if steps else "")
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
        """Any node; what is not known, broken or nested too deep is opaque."""
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
        """A simple command."""
        if "\n" in self.text[node.start_byte : node.end_byte]:
            self._notice_swallowed(node)
        assignments: list[tuple[str, ShellWord | None]] = []
        words: list[ShellWord] = []
        redirects: list[Redirect] = []
        for child in node.named_children:
            kind = child.type
            if kind in PLAIN:
                words.append(self._word(child))
            elif kind == "variable_assignment":
                assignments.append(self._assignment(child))
            elif kind.endswith("_redirect"):
                redirects += self._redirects(child)
            elif kind == "command_name":
                inner = child.named_children
                words.append(self._word(inner[0] if inner else child))
            elif kind != "comment":
                words.append(self._word(child))
        if "`" in self.text:
            words = list(_joined(words))
        return Command(tuple(assignments), tuple(words), tuple(redirects), node.start_byte, node.end_byte)

    def test(self, node: Tree) -> Command:
        """``[ … ]``, ``[[ … ]]`` or ``(( … ))``: kept as a command of that name whose one word is the expression."""
        command, first = self.command(node), node.children[0]
        raw = self.text[first.start_byte : first.end_byte]
        name = ShellWord(raw, first.start_byte, first.end_byte, (Literal(raw),))
        return command._replace(words=(name, *command.words))

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
        words = tuple(w for c in node.named_children if c.type == "file_redirect" for w in self._behind(c))
        if body is None:
            return Command((), (), tuple(redirects), node.start_byte, node.end_byte)
        inner = self.sequence([body], body.start_byte, node.end_byte) if body.type == "list" else self.node(body)
        return self._followed(self._attach(inner, tuple(redirects), words, node.end_byte), node)

    def _behind(self, redirect: Tree) -> Iterator[ShellWord]:
        """The arguments behind a redirect's target (``a >b c``), which the grammar keeps inside the redirect."""
        yield from (self._word(child) for child in redirect.children_by_field_name("destination")[1:])

    def _followed(self, first: Node, node: Tree) -> Node:
        """What follows ``<<EOF`` on its line: the grammar keeps it inside the redirect."""
        redirects = [child for child in node.children if child.type == "heredoc_redirect"]
        rest = [c for r in redirects for c in r.children if c.type in _READERS or c.type in OPERATORS]
        if not rest:
            return first
        first = first._replace(end=min(first.end, rest[0].start_byte))
        if rest[0].type == "pipeline":
            parts = tuple(self.node(child) for child in rest[0].named_children)
            return Pipeline((first, *parts), node.start_byte, node.end_byte)
        tail = self.sequence(rest, rest[0].start_byte, node.end_byte).steps
        steps = (Step(first, ""), tail[0]._replace(operator=rest[0].type), *tail[1:]) if tail else ()
        return Sequence(steps, node.start_byte, node.end_byte) if steps else first

    def _attach(self, node: Node, redirects: tuple[Redirect, ...], words: tuple[ShellWord, ...], end: int) -> Node:
        match node:
            case Command():
                return node._replace(words=node.words + words, redirects=node.redirects + redirects, end=end)
            case Sequence(steps=(*first, last)):
                attached = last._replace(node=self._attach(last.node, redirects, words, end))
                return node._replace(steps=(*first, attached), end=end)
            case Pipeline(parts=(*before, final)):
                return node._replace(parts=(*before, self._attach(final, redirects, words, end)), end=end)
        return node

    def list_(self, node: Tree) -> Node:
        """A list where one node is asked for."""
        return self.sequence([node], node.start_byte, node.end_byte)

    def pipeline(self, node: Tree) -> Node:
        """``a | b``."""
        parts = tuple(self.node(child) for child in node.named_children if child.type != "comment")
        return Pipeline(parts, node.start_byte, node.end_byte)

    def _notice_swallowed(self, node: Tree) -> None:
        """Note the newline in ``a | b | c``, newline, ``d && e``: the grammar reads ``c d`` (tree-sitter-bash 0.25)."""
        members = [child for child in node.children if child.type != "comment"]
        for before, after in pairwise(members):
            between = self.text[before.end_byte : after.start_byte].replace("\\\n", "")
            if "\n" in between and between[0].isspace():
                self.swallowed.append(before.end_byte)
                return

    def negated(self, node: Tree) -> Node:
        """``! a``: it succeeds where ``a`` fails."""
        inner = [child for child in node.named_children if child.type != "comment"]
        return self._branches([self.sequence(inner, node.start_byte, node.end_byte)], True, node)

    def group(self, node: Tree) -> Node:
        """``{ a; }`` and ``( a )``; ``(( … ))``, which only counts."""
        if node.children[0].type == "((":
            return self.test(node)
        inner = [child for child in node.children if child.type not in ("{", "}", "(", ")")]
        body = self.sequence(inner, node.start_byte, node.end_byte)
        return Group(body, node.type == "subshell", node.start_byte, node.end_byte)

    def conditional(self, node: Tree) -> Node:
        """``if``: the first condition always runs, so it precedes the branches."""
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
        last = Step(branches, ";")
        return Sequence((*first.steps, last), node.start_byte, node.end_byte)

    def case(self, node: Tree) -> Node:
        """``case``: exhaustive when a pattern is ``*``."""
        items = [child for child in node.named_children if child.type == "case_item"]
        bodies, exhaustive = [], False
        for item in items:
            values = item.children_by_field_name("value")
            exhaustive = exhaustive or any(self.text[v.start_byte : v.end_byte] == "*" for v in values)
            starts = {value.start_byte for value in values}
            inner = [c for c in item.children if c.type not in (")", "|") and c.start_byte not in starts]
            bodies.append(self.sequence(inner, item.start_byte, item.end_byte))
        return self._branches(bodies, exhaustive, node)

    def _branches(self, bodies: list[Sequence], exhaustive: bool, node: Tree) -> Branches:
        return Branches(tuple(bodies), exhaustive, node.start_byte, node.end_byte)

    def loop(self, node: Tree) -> Loop:
        """``for``, ``while`` and ``until``."""
        name, values = None, None
        if node.type == "for_statement":
            variable = node.child_by_field_name("variable")
            name = self.text[variable.start_byte : variable.end_byte] if variable else None
            values = tuple(self._word(child) for child in node.children_by_field_name("value"))
        body = node.child_by_field_name("body")
        inner = [c for c in body.children if c.type not in ("do", "done")] if body else []
        return Loop(name, values, self.sequence(inner, node.start_byte, node.end_byte), node.start_byte, node.end_byte)

    def function(self, node: Tree) -> Function:
        """``name() { a; }``."""
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
        start, end = node.start_byte, node.end_byte
        text = self.text[start:end]
        is_plain = "$" not in text and "\\" not in text and node.type in PLAIN
        return ShellWord(text, start, end, (Literal(text),) if is_plain else tuple(self._parts(node, False)))

    def _parts(self, node: Tree, quoted: bool) -> Iterator[Part]:
        text = self.text[node.start_byte : node.end_byte]
        match node.type:
            case "word" | "number" | "test_operator" | "variable_name" | "extglob_pattern" | "regex":
                yield from _expansions(text, VARIABLE, quoted=quoted)
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
            yield from _expansions(self.text[at : child.start_byte], VARIABLE_IN_QUOTES, quoted=True)
            yield from self._parts(child, True)
            at = child.end_byte
        end = node.end_byte - 1 if self.text[node.end_byte - 1] == '"' else node.end_byte
        yield from _expansions(self.text[at : max(at, end)], VARIABLE_IN_QUOTES, quoted=True)


def masked(text: str) -> str:
    """The text as the grammar is to read it, of the same length: ``$name`` as the plain word ``_name``.

    The grammar parts ``a/$x/b-$x-c`` in two behind its second dollar (tree-sitter-bash 0.25).
    """
    return DOLLAR.sub(lambda match: match[0] if match[1] else "_", text) if "$" in text else text


def _expansions(text: str, pattern: "re.Pattern[str]", *, quoted: bool) -> Iterator[Part]:
    """Text with its ``$name``s told apart and its escapes taken out."""
    if "$" not in text and "\\" not in text:
        yield Literal(text)
        return
    at, plain = 0, ""
    for match in pattern.finditer(text):
        plain += text[at : match.start()]
        at = match.end()
        if match[2] is None:
            plain += "" if match[1] == "\n" else match[1]
            continue
        if plain:
            yield Literal(plain)
        plain = ""
        yield Variable(match[0], quoted)
    yield Literal(plain + text[at:])


_READERS = {
    "command": Reader.command,
    "variable_assignment": Reader.assignment,
    "variable_assignments": Reader.assignment,
    "declaration_command": Reader.declaration,
    "unset_command": Reader.declaration,
    "test_command": Reader.test,
    "redirected_statement": Reader.redirected,
    "list": Reader.list_,
    "pipeline": Reader.pipeline,
    "negated_command": Reader.negated,
    "compound_statement": Reader.group,
    "subshell": Reader.group,
    "if_statement": Reader.conditional,
    "case_statement": Reader.case,
    "for_statement": Reader.loop,
    "while_statement": Reader.loop,
    "c_style_for_statement": Reader.loop,
    "function_definition": Reader.function,
}


def _members(node: Node, operator: str) -> tuple[Step, ...]:
    """A node as steps of the sequence that contains it: ``&&`` and ``||`` bind from the left, so lists lie flat."""
    if isinstance(node, Sequence) and node.steps:
        return (node.steps[0]._replace(operator=operator), *node.steps[1:])
    return (Step(node, operator),)
