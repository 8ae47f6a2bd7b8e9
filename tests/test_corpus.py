"""Every corpus case: its findings, its repaired text, and that repairing twice changes nothing."""

import pytest

from corpus import Case, cases
from dfix import Applicability, analyse, fix
from dfix.text import readable

CASES = [pytest.param(case, id=case.name) for case in cases()]


@pytest.mark.parametrize("case", CASES)
def test_findings(case: Case) -> None:
    analysis = analyse(case.data)
    found = [
        {
            "code": finding.code,
            "line": (position := analysis.source.position(finding.span.start)).line + 1,
            "column": position.column + 1,
            "words": readable(analysis.source.text[finding.span.start : finding.span.end]),
            "severity": finding.severity.value,
            "confidence": finding.confidence.word,
        }
        for finding in analysis.findings
    ]
    assert found == case.findings


@pytest.mark.parametrize("case", CASES)
def test_safe_fixes(case: Case) -> None:
    result = fix(case.data)
    assert result.data == case.fixed
    assert fix(result.data).data == result.data


@pytest.mark.parametrize("case", CASES)
def test_unsafe_fixes(case: Case) -> None:
    result = fix(case.data, allowed=Applicability.UNSAFE)
    assert result.data == case.fixed_unsafe
    assert fix(result.data, allowed=Applicability.UNSAFE).data == result.data


def test_half_of_the_cases_are_right_files() -> None:
    silent = [case.name for case in cases() if not case.findings]
    assert len(list(cases())) >= 60
    assert all(name.startswith("ok-") for name in silent)
    assert 2 * len(silent) >= len(list(cases()))


@pytest.mark.parametrize("case", [param for param in CASES if b"\r" not in param.values[0].data])
def test_windows_line_ends_and_a_byte_order_mark_change_nothing_else(case: Case) -> None:
    for before, after in ((b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")):
        data, fixed = (before + text.replace(b"\n", after) for text in (case.data, case.fixed_unsafe))
        assert fix(data, allowed=Applicability.UNSAFE).data == fixed
