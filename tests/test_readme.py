"""README says what is true: its output is dfix's own, its pages are there and in the site."""

import re
from pathlib import Path

from corpus import cases
from dfix import analyse
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.text import render

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_shown_output_is_the_real_one() -> None:
    shown = re.search(r"```\n(corpus/.*?)```", README, re.DOTALL)
    assert shown is not None
    case = next(case for case in cases() if case.name == "go-net-http-alpine")
    analysis = analyse(case.data)
    report = FileReport("corpus/go-net-http-alpine/Dockerfile", analysis.source, analysis.findings)
    real = render([report], RenderOptions())
    assert real.startswith(shown[1].rstrip("\n"))


def test_every_page_is_in_the_site() -> None:
    """A page that no menu names is found by nobody."""
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").glob("*.md")}
    assert {page for page in pages if f": {page}\n" not in site} == set()


def test_every_page_that_readme_names_is_there() -> None:
    named = set(re.findall(r"\]\((docs/[^)#]+)", README))
    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()
