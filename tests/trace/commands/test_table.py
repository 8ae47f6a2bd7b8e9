"""The table of commands says what the files say."""

import subprocess
import sys

from command_table import TABLE, render

from dfix.trace.commands import model, models


def test_the_table_is_current() -> None:
    """`python scripts/command_table.py` writes it anew."""
    assert TABLE.read_text(encoding="utf-8") == render()


def test_each_model_is_found_by_its_name() -> None:
    for name, one in models().items():
        assert model(name) is one
    assert model("no-such-command") is None


def test_a_model_is_imported_when_its_command_is_met() -> None:
    code = (
        "import sys\nfrom dfix import analyse\nanalyse('FROM rust\\nRUN cargo build\\n')\n"
        "print(*sorted(name.rpartition('.')[2] for name in sys.modules if name.startswith('dfix.trace.commands.')))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["_table", "cargo"]
