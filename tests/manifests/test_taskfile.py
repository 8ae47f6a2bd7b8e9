"""What a Taskfile's tasks run."""

import pytest

from dfix.manifests.taskfile import Line, commands
from dfix.manifests.yaml_text import Value, read_yaml
from dfix.text import UNKNOWN_TEXT

TEXT = """\
version: "3"
vars:
  BIN: app
  VERSION: {sh: git describe}
env:
  CGO_ENABLED: 0
tasks:
  default: echo hi
  build:
    desc: "build it"  # for people
    dir: ./cmd
    deps: [generate]
    cmds:
    - go build -o ../bin/{{.BIN}} -ldflags "{{.VERSION}}" .
    - task: pack
      vars: {NAME: y}
    - |
      echo a
      echo b
  generate:
    - go generate
  pack:
    cmd: tar {{.NAME}}
  circle:
    cmds:
      - task: circle
      - cmd: x
"""
ENV = {"CGO_ENABLED": "0"}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], [Line("echo hi", "", ENV)]),
        (
            ["build"],
            [
                Line("go generate", "", ENV),
                Line(f'go build -o ../bin/app -ldflags "{UNKNOWN_TEXT}" .', "./cmd", ENV),
                Line("tar y", "", ENV),
                Line("echo a\necho b", "./cmd", ENV),
            ],
        ),
        (["pack"], [Line(f"tar {UNKNOWN_TEXT}", "", ENV)]),
        (["missing"], []),
    ],
)
def test_commands(names: list[str], expected: list[Line]) -> None:
    assert list(commands(TEXT, names, {})) == expected


def test_what_is_assigned_on_the_command_line_comes_first() -> None:
    assert [line.text for line in commands(TEXT, ["pack"], {"NAME": "z"})] == ["tar z"]


def test_a_task_that_runs_itself_ends() -> None:
    assert {line.text for line in commands(TEXT, ["circle"], {})} == {"x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # one\nb:\n- x\n- 'y: z'\n", {"a": "1", "b": ["x", "y: z"]}),
        ('a:\n  b: |\n    c\n      d\n\n  e: [f, "g"]\n', {"a": {"b": "c\n  d", "e": ["f", "g"]}}),
        ("- a: b\n  c: d\n- {e: f}\n", [{"a": "b", "c": "d"}, {"e": "f"}]),
        ("", ""),
    ],
)
def test_yaml(text: str, expected: Value) -> None:
    assert read_yaml(text) == expected
