"""Trees of web-tree-sitter, as the page's script hands them over, give what the package's trees give."""

import json
from collections.abc import Iterator

import pytest
from web_tree import handed_over

from corpus import cases
from dfix.playground.judge import judge
from dfix.playground.tree import WebParser, read_tree
from dfix.syntax import shell
from dfix.syntax.script import Sequence
from dfix.syntax.shell_reader import Reader, masked

SHELL = (
    "a b 'c' \"d $e\" $(f) >g 2>&1 && h | i || j; k=l m &",
    "if a; then b; elif c; then d; else e; fi; for x in 1 2; do f $x; done; case $y in a|b) c;; *) d;; esac",
    "cat <<EOF >/x && b\ntext $z\nEOF\nf() { g; }; ( h ); { i; }; ! j; [ -f k ] && export L=m N=o; unset p",
    "a ( b",
    "",
    "é=\xe9 ü",
)

# Each line doubles what the one before it made.
ENDLESS = "FROM gcc:12 AS b\nRUN gcc -o /d/p a.c\n" + "".join(f"RUN cp -r /d /d/e{n}\n" for n in range(40))


def by_web(text: str) -> Sequence:
    root = WebParser(handed_over).parse(masked(text).encode("latin-1")).root_node
    return Reader(text).sequence([root], 0, len(text))


def shell_texts() -> Iterator[str]:
    """All texts of the corpus, as if they were scripts: any text has a tree."""
    yield from SHELL
    for case in cases():
        yield case.data.decode("latin-1")


def test_every_text_is_read_alike() -> None:
    for text in shell_texts():
        assert by_web(text) == shell.read(text), text


def test_fields_and_names() -> None:
    root = read_tree(
        '[["program", "x", ";"], ["body"], [0, 0, 3, 3, 0, 3, 1, 0, 1, 1, 1, 0, 2, 1, 2, 0, 0, 0, 1, 2, 3, 1, 1, 0]]'
    )
    assert [child.type for child in root.children] == ["x", ";", "x"]
    assert [child.start_byte for child in root.named_children] == [0, 2]
    assert [child.start_byte for child in root.children_by_field_name("body")] == [0, 2]
    assert root.child_by_field_name("name") is None
    assert root.has_error
    assert not root.children[0].has_error


def test_another_parser_reads_all_shell_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "_given", [])
    expected = shell.read(SHELL[0])
    asked: list[str] = []
    shell.use_parser(WebParser(lambda text: asked.append(text) or handed_over(text)))  # type: ignore[arg-type]
    assert shell.read(SHELL[0]) == expected
    assert len(asked) == 1


def test_the_answer() -> None:
    text = "FROM golang:1.22 AS b\nRUN go build -o /a .\nFROM alpine:3.20\nCOPY --from=b /a /a\n"
    answer = json.loads(judge(text))
    assert [(one["code"], one["line"], one["column"]) for one in answer["findings"]] == [("DF101", 4, 15)]
    assert "RUN CGO_ENABLED=0 go build" in answer["repaired"]
    assert "+RUN CGO_ENABLED=0 go build" in answer["patch"]
    assert answer["repairs"] == 1
    assert answer["html"].startswith('<section class="file"')
    assert json.loads(judge(text, "certain"))["findings"] == []
    assert "split the file" in json.loads(judge(ENDLESS))["error"]
