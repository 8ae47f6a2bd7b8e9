"""Write the table of docs/quality.md from what the tests on real programs saw.

    DFIX_REAL_VERDICTS=FILE python -m pytest -m real tests/real
    python scripts/quality_page.py FILE

FILE has one verdict a line. The table is between the two marks in the page; the rest of the page is written by hand.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "quality.md"
BEGIN, END = "<!-- claims: begin -->", "<!-- claims: end -->"
GOALS = (("safe, certain", "100 %"), ("unsafe, certain", "98 %"), ("likely", "85 %"), ("possible", "none"))


def table(verdicts: list[dict[str, str]]) -> str:
    """The table of claims, then the repairs whose claim did not hold."""
    rows = ["| claim | cured | decided | share | goal |", "|---|---|---|---|---|"]
    for claim, goal in GOALS:
        decided = [one for one in verdicts if _is(one, claim) and one["happened"] != "not decided"]
        cured = sum(one["happened"] == "cured" for one in decided)
        share = f"{100 * cured / len(decided):.0f} %" if decided else "—"
        rows.append(f"| {claim} | {cured} | {len(decided)} | {share} | {goal} |")
    undecided = Counter(one["repair"] for one in verdicts if one["happened"] == "not decided")
    names = ", ".join(f"`{name}` {count}" for name, count in sorted(undecided.items()))
    cases = len({one["case"] for one in verdicts})
    lines = [*rows, "", f"{cases} files with a fault, {len(verdicts)} repairs offered. Not decided: {names or 'none'}."]
    wrong = [one for one in verdicts if one["happened"] in ("not cured", "no build")]
    lines += ["", "The claim did not hold:", ""] if wrong else ["", "Every claim that was decided held."]
    lines += [
        f"- {one['case']}: {one['title']} ({one['applicability']}, {one['cure']}): {one['happened']}" for one in wrong
    ]
    return "\n".join(lines)


def _is(verdict: dict[str, str], claim: str) -> bool:
    own = f"{verdict['applicability']}, {verdict['cure']}"
    return own == claim or (claim in ("likely", "possible") and verdict["cure"] == claim)


def main() -> None:
    """Put the table of the file named on the command line between the marks."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    text = PAGE.read_text(encoding="utf-8")
    made = f"{BEGIN}\n{table([json.loads(line) for line in lines])}\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: made, text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
