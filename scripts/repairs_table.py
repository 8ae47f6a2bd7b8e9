"""Writes docs/repairs.md, the table of rules and repairs, from the rules' files: `python scripts/repairs_table.py`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from dfix.findings import Family, Repair
from dfix.report.page import CHANGES, GROWTHS
from dfix.rules import rules

TABLE = Path(__file__).parent.parent / "docs" / "repairs.md"
HEAD = """# Repairs

Each finding lists its repairs, best first: the safe ones, then the surest cure,
then those that do not imitate a libc, then the least change, then the smallest image.
`--prefer static|glibc|musl|compat` puts one family before the others;
`--fix-id ID` or `--fix-id CODE:N` makes one repair by name.
A *safe* repair is made by `--write`; an *unsafe* one changes more than the fault
and wants `--unsafe-fixes` (or its name).
Every repair is proved on the repaired text before it is kept; one that cannot be made is shown with the reason.
The proof: every rule reads the repaired text, the finding must be gone and no other may come; each instruction that
no edit touches must be read as before. dockerfile-parse, which shares no code with dfix, reads both texts too. Where it
agreed with dfix about the instructions, the base images or the stage names of the original, it must agree about the
repaired text. It has no vote on a text that it does not read as dfix does, one with heredocs say.

This page is made from the rules by `scripts/repairs_table.py`.

## By rule

| rule | repair | usually | costs |
|---|---|---|---|
"""


def render() -> str:
    """The whole page."""
    return "\n".join([HEAD.rstrip(), *_by_rule(), "", "## By repair", "", *_by_repair()]) + "\n"


def _by_rule() -> Iterator[str]:
    for rule in rules():
        for number, repair in enumerate(rule.repairs):
            name = f"{rule.code} {rule.name}" if number == 0 else ""
            yield f"| {name} | `{repair.id}` | {repair.applicability.word} | {repair.cost} |"


def _by_repair() -> Iterator[str]:
    yield "| id | what it does | family | cures | changes | image grows |"
    yield "|---|---|---|---|---|---|"
    kinds: dict[str, Repair] = {repair.id: repair for rule in rules() for repair in rule.repairs}
    for repair in sorted(kinds.values(), key=lambda one: one.id):
        family = repair.family.value if isinstance(repair.family, Family) else "—"
        row = (repair.does, family, repair.cure.word, CHANGES[repair.change], GROWTHS[repair.growth])
        yield f"| `{repair.id}` | {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def main() -> int:
    """Write the page; 0."""
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
