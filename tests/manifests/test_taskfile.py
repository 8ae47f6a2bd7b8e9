"""What a Taskfile's tasks run."""

import pytest

from dfix.manifests.taskfile import Line, commands
from dfix.manifests.yaml_text import LONGEST, read_yaml
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
        ('a:\n  b: |\n    c\n      d\n\n  e: [f, "g"]\n', {"a": {"b": "c\n  d\n", "e": ["f", "g"]}}),
        ("- a: b\n  c: d\n- {e: f}\n", [{"a": "b", "c": "d"}, {"e": "f"}]),
        ("", None),
        ("a: [", None),
        ("[" * 5000, None),
        ("a: 1\n" * LONGEST, None),
        ("a: !!python/object/apply:os.getcwd []\n", {"a": []}),
    ],
)
def test_yaml(text: str, expected: object) -> None:
    assert read_yaml(text) == expected


MANY = ", ".join(["{task: b}"] * 50)
CHAIN = "\n".join(
    f"  t{n}:\n    deps: [t{n + 1}, t{n + 1}]\n    vars: {{A: '{{{{.A}}}}{{{{.A}}}}'}}" for n in range(40)
)


@pytest.mark.parametrize(
    "text",
    [
        f"tasks:\n  default:\n    deps: [{MANY}]\n  b:\n    deps: [{MANY}]\n    cmds: [echo]\n",
        f"vars: {{A: aa}}\ntasks:\n  default: {{deps: [t0]}}\n{CHAIN}\n  t40: echo {{{{.A}}}}\n",
        "tasks:\n  default: &a\n    cmds: [*a, *a]\n",
        "tasks:\n  default:\n    cmds: ['" + "{{ " * 5000 + "']\n",
    ],
    ids=["many needs", "needs and variables that double", "an alias of itself", "open templates"],
)
def test_a_hostile_file_ends(text: str) -> None:
    lines = list(commands(text, [], {}))
    assert len(lines) <= 400
    assert all(len(line.text) <= 20_000 for line in lines)
