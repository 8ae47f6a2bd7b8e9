"""Shell text: which commands run, in which structure, and where they stand in the file."""

import pytest

from dfix.syntax import parse
from dfix.syntax.script import Branches, Command, Function, Group, Loop, Node, Pipeline, Sequence
from dfix.syntax.shell import read, run_scripts
from dfix.text import Source


def commands(node: Node) -> list[str]:
    """The words of every simple command, in order."""
    match node:
        case Sequence(steps):
            return [text for step in steps for text in commands(step.node)]
        case Command(words=words):
            return [" ".join(word.raw for word in words)]
        case Pipeline(parts):
            return [text for part in parts for text in commands(part)]
        case Branches(bodies):
            return [text for body in bodies for text in commands(body)]
        case Loop(body=body) | Group(body=body) | Function(body=body):
            return commands(body)
    return []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a && b || c; d", ["a", "b", "c", "d"]),
        ("a | b x", ["a", "b x"]),
        ("( a; b ) && { c; }", ["a", "b", "c"]),
        ("if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]),
        ("for i in 1 2; do a $i; done", ["a $i"]),
        ("case $x in 1) a;; *) b;; esac", ["a", "b"]),
        ("while a; do b; done", ["b"]),
        ("f() { a; }; f", ["a", "f"]),
        ("! a", ["a"]),
        ('[ "$X" = 1 ] && a', ['[ "$X" = 1', "a"]),
        ("[[ $X == 1 ]] || ((X > 1)) || a", ["[[ $X == 1", "(( X > 1", "a"]),
        ("X=1 a 'b c' > /x 2>&1", ["a 'b c'"]),
        ("a && b > /dev/null", ["a", "b"]),
        ("cat <<EOF > /x\ntext\nEOF\na", ["cat", "a"]),
        ("cat <<EOF | tee /x && b\ntext\nEOF\n", ["cat", "tee /x", "b"]),
        ("export A=1 B=$C", ["export A=1 B=$C"]),
        ("a | b | c x\nd && e", ["a", "b", "c x", "d", "e"]),
        ("a | b | c | x\nd && e && f\ng | h | i\n\nj || k", list("abcxdefghijk")),
        ("a | b | c # d\n# e\n[ -f x ] && f", ["a", "b", "c", "[ -f x", "f"]),
        ("a | b | c x \\\n y\nd || e", ["a", "b", "c x y", "d", "e"]),
    ],
)
def test_commands(text: str, expected: list[str]) -> None:
    assert commands(read(text)) == expected


@pytest.mark.parametrize(
    ("operators", "text"),
    [(["", "&&", "||", ";"], "a && b || c; d"), (["", "\n"], "a\nb"), (["", "&"], "a & b")],
)
def test_operators(operators: list[str], text: str) -> None:
    assert [step.operator for step in read(text).steps] == operators


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("a'b c'\"d $X\"", "ab cd <X>"),
        (r"a\ b", "a b"),
        ("$(pwd)/x", "/here/x"),
        ("`pwd`", "/here"),
        ("a/`pwd`/b", "a//here/b"),
        ("$'a'", "a"),
        ("${X:-y}", "<X>"),
    ],
)
def test_word_values(word: str, value: str) -> None:
    (step,) = read(f"a {word}").steps
    assert isinstance(step.node, Command)
    assert step.node.words[1].value(lambda name: f"<{name}>", {"pwd": "/here"}) == value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("RUN a \\\n  # comment\n  && go build \\\n  && c\n", id="continuations"),
        pytest.param("RUN <<EOF\na\ngo build\nEOF\n", id="heredoc"),
        pytest.param('RUN ["sh", "-c", "a && go build"]\n', id="exec form of a shell"),
        pytest.param("RUN cat <<EOF > /x && go build\ngo text\nEOF\n", id="heredoc inside a command"),
        pytest.param("RUN --mount=type=cache,target=/x a; go build\n", id="after flags"),
    ],
)
def test_spans_lead_back_to_the_file(text: str) -> None:
    source = Source(b"FROM x\n" + text.encode())
    script = run_scripts(parse(source).instructions[1], "/bin/sh")
    assert script is not None
    found = [c for c in walk(script.body) if c.words and c.words[0].raw == "go"]
    (command,) = found
    span = script.span(command.words[0].start, command.words[1].end)
    assert source.text[span.start : span.end] == "go build"


def walk(node: Node) -> list[Command]:
    match node:
        case Sequence(steps):
            return [command for step in steps for command in walk(step.node)]
        case Command():
            return [node]
    return []


@pytest.mark.parametrize(
    ("text", "shell"),
    [
        ("RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n", "/bin/sh"),
        ("RUN Get-Item x\n", "powershell"),
    ],
)
def test_other_interpreters_are_not_read(text: str, shell: str) -> None:
    assert run_scripts(parse(Source(b"FROM x\n" + text.encode())).instructions[1], shell) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("wget a/$x/b-$x-c", "a/V/b-V-c"),
        ("wget $x-$x.$x", "V-V.V"),
        ('wget "$x a-$x"', "V a-V"),
        ("wget '$x'-$x", "$x-V"),
        (r"wget \$x-$x", "$x-V"),
        (r'wget "q\"$x\$z"', 'q"V$z'),
        ("wget ${x}/$x-$x", "V/V-V"),
    ],
)
def test_several_variables_in_one_word(text: str, value: str) -> None:
    """The grammar alone parts such words behind the second dollar."""
    (step,) = read(text).steps
    assert isinstance(step.node, Command)
    assert [word.value(lambda _: "V", {}) for word in step.node.words] == ["wget", value]


def test_several_variables_in_an_assignment() -> None:
    (step,) = read("U=a/$x/b-$x-c").steps
    assert isinstance(step.node, Command)
    assert [(name, word and word.value(lambda _: "V", {})) for name, word in step.node.assignments] == [
        ("U", "a/V/b-V-c")
    ]
    assert step.node.words == ()


def test_arguments_behind_a_redirect() -> None:
    assert commands(read("apk add go>1.6 curl gcc && y")) == ["apk add go curl gcc", "y"]
