"""Precision and recall over corpus/, by rule: `python scripts/corpus_figures.py`; exit 1 below 1.0."""

import sys
from collections import Counter

from corpus import cases
from dfix import analyse
from dfix.rules import rules


def main() -> int:
    """Print the table; the exit code."""
    right, wrong, missed, total, silent = Counter(), Counter(), Counter(), 0, 0
    for case in cases():
        analysis = analyse(case.data, case.options)
        found = {(f.code, analysis.source.line_of(f.span.start) + 1) for f in analysis.findings}
        expected = {(str(f["code"]), f["line"]) for f in case.findings}
        right.update(code for code, _ in found & expected)
        wrong.update(code for code, _ in found - expected)
        missed.update(code for code, _ in expected - found)
        total += 1
        silent += not case.findings
    print(f"{total} cases, {silent} of them right files that must stay silent")
    print(f"{'rule':30} {'expected':>8} {'found':>6} {'precision':>9} {'recall':>6}")
    for rule in rules():
        code = rule.code
        expected_count, found_count = right[code] + missed[code], right[code] + wrong[code]
        precision = right[code] / found_count if found_count else 1.0
        recall = right[code] / expected_count if expected_count else 1.0
        print(f"{code} {rule.name:24} {expected_count:8} {found_count:6} {precision:9.3f} {recall:6.3f}")
    bad = sum(wrong.values()) + sum(missed.values())
    if bad:
        print(f"{bad} findings differ from corpus/*/expected.json; see tests/test_corpus.py", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
