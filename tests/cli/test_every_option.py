"""Each option of each command is used by a test, on a line of words or in a table of options."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import click
import pytest
from test_shared_options import CASES
from test_shared_options import COMMANDS as SHARING

from dfix.cli import COMMANDS, main

TESTS = Path(__file__).parent.parent
CONTEXT = click.Context(main, info_name="dfix")


@lru_cache
def words_of_tests() -> tuple[frozenset[str], ...]:
    """For each file with tests the words of its texts; ``--name=value`` is the word ``--name``."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py") if path != Path(__file__))
    return tuple(frozenset(_words(tree)) for tree in trees)


def _words(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (word.partition("=")[0] for word in node.value.split())


def options(command: str) -> Iterator[str]:
    """The long names of a command's options."""
    found = main.get_command(CONTEXT, command)
    assert found is not None
    for parameter in found.params:
        if isinstance(parameter, click.Option):
            yield from (name for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("--"))


def is_used(command: str, option: str) -> bool:
    """Whether a file with tests has both; words without a command are those of ``check``."""
    if command in SHARING and option in CASES:
        return True  # each of these cases is run with each of these commands
    return any(option in words and (command == "check" or command in words) for words in words_of_tests())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_used_by_a_test(command: str) -> None:
    assert [option for option in options(command) if not is_used(command, option)] == []


def test_an_option_that_no_test_uses_is_noticed() -> None:
    assert not is_used("check", "--unheard" + "-of")
    assert not is_used("explain", "--plain-http")
