"""The commands that README and the pages show are commands: their options exist; the action's table is action.yml's."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from dfix.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path
    for pattern in ("README.md", "docs/*.md", "docs/examples/*", "editors/vscode/README.md")
    for path in ROOT.glob(pattern)
)
CONTEXT = click.Context(main, info_name="dfix")
CALL = re.compile(r"(?:^|[`$(;&|]\s*|run: |script: |sh ')(?:\.dfix/bin/)?(dfix(?: [^`\n;|&>]*)?)", re.MULTILINE)


def calls(text: str) -> Iterator[list[str]]:
    """The words of each call of dfix that a page shows, without ``dfix``."""
    for match in CALL.finditer(text):
        try:
            words = shlex.split(match[1].split(" #")[0].rstrip("'"), comments=True)
        except ValueError:
            continue  # prose with an apostrophe
        yield words[1:]


def options(name: str) -> frozenset[str]:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    names = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return frozenset((*names, "--help", "-h", "--version"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_option_that_a_page_shows_is_there(path: Path) -> None:
    wrong = [
        (words, word)
        for words in calls(path.read_text(encoding="utf-8"))
        for word in words
        if re.fullmatch(r"--?[a-z][\w-]*(=.*)?", word)
        and word.partition("=")[0] not in options(words[0] if words[0] in COMMANDS else "check")
    ]
    assert wrong == []


def test_calls_are_found() -> None:
    """The expression sees what pages write."""
    text = "```sh\ndfix --diff x\n```\nrun `dfix lock --check`, or: sh '.dfix/bin/dfix report -o a'\nrun: dfix a | b\n"
    assert list(calls(text)) == [["--diff", "x"], ["lock", "--check"], ["report", "-o", "a"], ["a"]]


def test_the_actions_table() -> None:
    action: Any = YAML(typ="safe").load((ROOT / "action.yml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for kind in ("input", "output"):
        rows = re.search(rf"^\| {kind} \|.*\n\|[-|]+\n((?:\|.*\n)+)", page, re.MULTILINE)
        assert rows
        assert re.findall(r"^\| `([\w-]+)`", rows[1], re.MULTILINE) == list(action[f"{kind}s"])
