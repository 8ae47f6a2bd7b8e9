"""Counts the readings of ``tests/wild/readings.tsv`` by rule and kind of evidence, and writes docs/quality.md's table.

    python scripts/evidence_table.py [--check]

A kind of evidence is what a finding's claim rests on. It has the name of ``dfix/evidence.py``, which says how sure it
lets a claim be, where it is there. All findings of one repository, rule, kind and verdict count as one, since they are
siblings of one cause; *open* ones are not counted.

A kind whose first readings are true in fewer than nine of ten is to be *possible*: ``weak`` yields those that are not.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from precision import rows

from dfix import Confidence
from dfix.evidence import Evidence

PAGE = Path(__file__).parent.parent / "docs" / "quality.md"
BEGIN, END = "<!-- evidence: begin -->", "<!-- evidence: end -->"
LEAST = 0.9
KINDS = {kind.words: kind for kind in Evidence}


class Kind(NamedTuple):
    """The readings of one rule's findings of one kind: of findings, and of repositories."""

    code: str
    evidence: str
    findings: Counter[str]
    repositories: Counter[str]

    @property
    def share(self) -> float:
        """The part of the repositories in which it is true, of those that are decided; 1 for none."""
        decided = self.repositories["true"] + self.repositories["false"]
        return self.repositories["true"] / decided if decided else 1.0

    @property
    def sure(self) -> Confidence | None:
        """How sure dfix takes it to be; None where no kind of that name decides."""
        return KINDS[self.evidence].sure if self.evidence in KINDS else None


def kinds() -> list[Kind]:
    """All kinds that were read, by rule."""
    found: dict[tuple[str, str], Kind] = {}
    seen = set[tuple[str, str, str, str]]()
    for repository, _, code, verdict, evidence, _ in rows("readings.tsv"):
        kind = found.setdefault((code, evidence), Kind(code, evidence, Counter(), Counter()))
        kind.findings[verdict] += 1
        if (repository, code, evidence, verdict) not in seen:
            seen.add((repository, code, evidence, verdict))
            kind.repositories[verdict] += 1
    return [found[key] for key in sorted(found)]


def weak() -> Iterator[Kind]:
    """The kinds of ``dfix/evidence.py`` that are taken to be surer than their first readings let them be."""
    yield from (
        kind for kind in kinds() if kind.share < LEAST and (kind.sure or Confidence.POSSIBLE) > Confidence.POSSIBLE
    )


def table() -> str:
    """The table in Markdown."""
    lines = [
        "| rule | what the claim rests on | findings true | false | open | repositories true | false | taken as |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind in kinds():
        numbers = [*(kind.findings[word] for word in ("true", "false", "open")), kind.repositories["true"]]
        taken = kind.sure.word if kind.sure else ""
        cells = [kind.code, kind.evidence, *map(str, (*numbers, kind.repositories["false"])), taken]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> int:
    """Write the table into the page, or tell whether it is there."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    written = f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"
    if "--check" not in sys.argv:
        PAGE.write_text(written, encoding="utf-8")
    return int("--check" in sys.argv and written != page)


if __name__ == "__main__":
    sys.exit(main())
