"""README says what is true: its output is dfix's own, its rules are the rules there are."""

import re
from pathlib import Path

from corpus import cases
from dfix import analyse
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.text import render
from dfix.rules import rules

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_shown_output_is_the_real_one() -> None:
    shown = re.search(r"```\n(corpus/.*?)```", README, re.DOTALL)
    assert shown is not None
    case = next(case for case in cases() if case.name == "go-net-http-alpine")
    analysis = analyse(case.data)
    report = FileReport("corpus/go-net-http-alpine/Dockerfile", analysis.source, analysis.findings)
    real = render([report], RenderOptions())
    assert real.startswith(shown[1].rstrip("\n"))


def test_every_rule_has_its_row() -> None:
    rows = re.findall(r"^\| (DF\d{3}) \| ([a-z0-9-]+) \|", README, re.MULTILINE)
    assert rows == [(rule.code, rule.name) for rule in rules()]
