"""Every corpus case: its findings, its repaired text, and that repairing twice changes nothing."""

import os
import subprocess
import sys

import pytest

from corpus import CORPUS, FALLBACK, Case, cases, findings_of, repair
from dfix import Applicability, fix

CASES = [pytest.param(case, id=case.name) for case in cases()]


@pytest.mark.parametrize("case", CASES)
def test_findings(case: Case) -> None:
    assert findings_of(case) == case.findings


@pytest.mark.parametrize("name", FALLBACK)
@pytest.mark.parametrize("case", CASES)
def test_repaired(case: Case, name: str) -> None:
    """After the safe fixes, after all, and after all of each preference; a second run changes nothing."""
    once = repair(case, case.data, name)
    assert once == case.repaired[name]
    assert repair(case, once, name) == once


def test_every_case_says_what_is_expected() -> None:
    """`python scripts/corpus.py NAME` writes it for a new case, to be read."""
    assert [path.name for path in CORPUS.iterdir() if path.is_dir() and not (path / "expected.json").exists()] == []


def test_half_of_the_cases_are_right_files() -> None:
    silent = [case.name for case in cases() if not case.findings]
    assert len(list(cases())) >= 60
    assert all(name.startswith("ok-") for name in silent)
    assert 2 * len(silent) >= len(list(cases()))


def has_script(data: bytes) -> bool:
    """Whether a heredoc writes a script, which Windows' line ends do change (DF502)."""
    return b"\n#!" in data


@pytest.mark.parametrize(
    "case", [one for one in CASES if b"\r" not in one.values[0].data and not has_script(one.values[0].data)]
)
def test_windows_line_ends_and_a_byte_order_mark_change_nothing_else(case: Case) -> None:
    for before, after in ((b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")):
        data, fixed = (before + text.replace(b"\n", after) for text in (case.data, case.repaired["fixed-unsafe"]))
        assert fix(data, case.options, allowed=Applicability.UNSAFE).data == fixed


def test_what_is_said_does_not_depend_on_the_order_of_sets() -> None:
    """A baseline knows a finding by its message."""
    files = sorted(str(path) for path in CORPUS.glob("context-*/Dockerfile"))
    said = set[bytes]()
    for seed in "12":
        command = [sys.executable, "-m", "dfix", "--format", "json", "--min-confidence", "possible", *files]
        shown = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False)
        said.add(shown.stdout)
    assert len(said) == 1
    assert b"libevent" in said.pop()
