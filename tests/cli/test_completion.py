"""Completion for PowerShell: click brings that of the other shells, and tests it."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from dfix.cli import main


def completed(*words: str, incomplete: str = "") -> list[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "_DFIX_COMPLETE": "powershell_complete",
        "COMP_WORDS": "\n".join(["dfix", *words, *([incomplete] if incomplete else [])]),
        "COMP_WORD": incomplete,
    }
    run = subprocess.run([sys.executable, "-m", "dfix"], env=environment, capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_the_script_registers_dfix() -> None:
    script = CliRunner().invoke(main, ["completion", "powershell"]).output
    assert "Register-ArgumentCompleter -Native -CommandName dfix" in script
    assert "%(" not in script


@pytest.mark.parametrize(
    ("words", "incomplete", "has"),
    [
        ((), "expl", "explain"),
        ((), "--wri", "--write"),
        (("explain",), "DF10", "DF101"),
        (("--format",), "", "sarif"),
    ],
)
def test_completed(words: tuple[str, ...], incomplete: str, has: str) -> None:
    assert has in completed(*words, incomplete=incomplete)
