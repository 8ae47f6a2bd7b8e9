"""What makes a set of edits no repair."""

import pytest

from dfix.engine.proof import changed_elsewhere, objection
from dfix.findings import Confidence, Finding, Severity
from dfix.syntax import parse
from dfix.text import Edit, Source, Span, apply_edits


def found(code: str, message: str = "m", severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, "name", severity, Confidence.CERTAIN, message, "why", Span(0, 1))


A, B = found("DF101", "a"), found("DF102", "b")
ADVICE = found("DF107", "advice", Severity.INFO)
OTHER_ADVICE = found("DF107", "other advice", Severity.INFO)


@pytest.mark.parametrize(
    ("before", "after", "cured", "expected"),
    [
        pytest.param([A, B], [B], [A], None, id="cured"),
        pytest.param([A, A], [A], [A], None, id="one of two that are alike"),
        pytest.param([A], [A], [A], "the finding would still be there", id="not cured"),
        pytest.param([A], [B], [A], "it would bring DF102: b", id="another error in its place"),
        pytest.param([A], [ADVICE], [A], None, id="advice in its place"),
        pytest.param([A], [ADVICE, ADVICE], [A], "it would bring more findings than it takes away", id="more"),
        pytest.param(
            [ADVICE], [OTHER_ADVICE], [ADVICE], "it would bring as much advice as it takes away", id="advice for advice"
        ),
    ],
)
def test_objection(before: list[Finding], after: list[Finding], cured: list[Finding], expected: str | None) -> None:
    assert objection(before, after, cured) == expected


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(Edit(Span(14, 14), "a "), None, id="inside an instruction"),
        pytest.param(Edit(Span(12, 16), ""), None, id="an instruction less"),
        pytest.param(Edit(Span(16, 17), "a \\"), "line 3 would be read in another way: RUN b", id="swallows the next"),
        pytest.param(Edit(Span(10, 12), "<<X\n"), None, id="both neighbours are meant"),
    ],
)
def test_changed_elsewhere(edit: Edit, expected: str | None) -> None:
    before = b"FROM alpine\nRUN a\nRUN b\nRUN c\n"
    after = apply_edits(before, [edit])
    assert changed_elsewhere(parse(Source(before)), [edit], parse(Source(after))) == expected
