"""The repair loop with choosers and documents of the tests' own."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from dfix import Applicability, Confidence, Options, analyse, fix
from dfix.engine import Analysis, Batch, Choice, PlainFile, Refusal, Refusals, fix_document, fix_key
from dfix.findings import Finding
from dfix.text import Edit, apply_edits

GO = b"FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /app\n"
LDCONFIG = b"FROM alpine:3.20\nRUN ldconfig /usr/lib\n"


class Upper(NamedTuple):
    """A document that writes everything in upper case; ``margin`` bytes stand before the Dockerfile."""

    data: bytes
    margin: int = 2

    @property
    def dockerfile(self) -> bytes:
        """What follows the margin."""
        return self.data[self.margin :]

    def edited(self, edits: Sequence[Edit]) -> "Upper | str":
        """In upper case; it cannot carry gcompat."""
        if any("gcompat" in edit.new for edit in edits):
            return "the file cannot carry it"
        return Upper(self.data[: self.margin] + apply_edits(self.dockerfile, edits).upper())

    def located(self, finding: Finding) -> Finding:
        """Behind the margin."""
        start, end = finding.span
        return finding._replace(span=type(finding.span)(start + self.margin, end + self.margin))


def nth(number: int) -> Choice:
    return Choice(names=(f"DF101:{number}",))


def test_a_document_that_writes_something_else_is_left_as_it_is() -> None:
    result = fix_document(Upper(b"> " + GO), nth(1), Options())
    assert result.data == b"> " + GO
    assert [refusal.reason for refusal in result.refused] == ["the text cannot be written there exactly"]


def test_what_a_document_cannot_carry_is_refused_with_its_reason() -> None:
    result = fix_document(Upper(b"> " + GO), nth(5), Options())
    assert result.data == b"> " + GO
    assert [refusal.reason for refusal in result.refused] == ["the file cannot carry it"]


def test_findings_are_at_the_documents_places() -> None:
    result = fix_document(Upper(b"> " + GO), nth(5), Options())
    (refused,), (remaining,) = result.refused, result.remaining.findings
    assert (b"> " + GO)[slice(*refused.finding.span)] == GO[slice(*remaining.span)] == b"/app"


def test_a_chooser_decides() -> None:
    """It is asked until it has no more to say, and sees what was refused."""
    seen: list[tuple[int, int]] = []

    def last_fix(analysis: Analysis, refused: Refusals) -> Batch:
        seen.append((len(analysis.findings), len(refused)))
        return [(finding, finding.fixes[-1]) for finding in analysis.findings[:1]]

    result = fix_document(PlainFile(GO), last_fix, Options())
    assert [one.fix.repair.id for one in result.applied] == ["install-compat"]
    assert seen == [(1, 0), (0, 0)]


@pytest.mark.parametrize("allowed", [Applicability.SAFE, Applicability.UNSAFE])
def test_excluded_codes_are_not_repaired(allowed: Applicability) -> None:
    result = fix_document(PlainFile(GO + LDCONFIG), Choice(allowed, excluded=frozenset({"DF301"})), Options())
    assert {one.finding.code for one in result.applied} == {"DF101"}
    assert [finding.code for finding in result.remaining.findings] == ["DF301"]


def test_a_batch_is_of_one_kind() -> None:
    """What is built and where it runs changes by one kind of fix at a time."""
    text = GO + GO.replace(b"AS build", b"AS other").replace(b"=build", b"=other") + LDCONFIG
    analysis = analyse(text)
    batch = Choice(Applicability.UNSAFE)(analysis, {})
    assert {fix.repair.id for _, fix in batch if fix.family} == {"cgo-off"}
    finding, first = batch[0]
    again = Choice(Applicability.UNSAFE)(analysis, {fix_key(finding, first): Refusal(finding, first, "")})
    assert len({fix.repair.id for _, fix in again if fix.family}) == 1
    assert (finding, first) not in again


def test_what_was_refused_is_tried_again_after_other_fixes() -> None:
    """Where one fix has become possible by another, both are made: a second run makes nothing more."""
    text = (
        b"FROM node:20-bookworm AS build\nWORKDIR /app\nCOPY package.json .\nRUN npm install bcrypt\n"
        b"FROM alpine:3.20\nRUN apk add nodejs\nWORKDRI /app\n"
        b'COPY --from=build /app/node_modules ./node_modules\nCMD ["node", "a.js"]\n'
    )
    once = fix(text, Options(min_confidence=Confidence.POSSIBLE), Applicability.UNSAFE)
    again = fix(once.data, Options(min_confidence=Confidence.POSSIBLE), Applicability.UNSAFE)
    assert b"\nWORKDIR /app\nCOPY --from" in once.data
    assert again.data == once.data
    assert once.refused == again.refused
