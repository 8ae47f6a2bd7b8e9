"""The text output, whole, as people read it: `pytest --snapshots` is not needed, the files are below."""

from pathlib import Path

import pytest

from corpus import cases
from dfix import analyse
from dfix.report.escape import harmless, width
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.text import render

SNAPSHOTS = Path(__file__).parent / "snapshots"
SHOWN = (
    "libredwg",
    "go-net-http-alpine",
    "go-moved-builder",
    "go-non-ascii",
    "ldconfig-in-chain",
    "unknown-instruction",
)


@pytest.mark.parametrize("name", SHOWN)
def test_rendered(name: str) -> None:
    """To renew a snapshot, delete it and run the test once; then read what it says."""
    case = next(case for case in cases() if case.name == name)
    analysis = analyse(case.data)
    shown = render([FileReport(f"corpus/{name}/Dockerfile", analysis.source, analysis.findings)], RenderOptions())
    path = SNAPSHOTS / f"{name}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and has been written; read it and run again")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b[0m", "a\\x1b[0m"),
        ("\u202eabc", "\\u202eabc"),
        ("a\tb", "a    b"),
        ("grö🚀", "grö🚀"),
        ("\r\n", "\\x0d\\x0a"),
    ],
)
def test_harmless(text: str, expected: str) -> None:
    assert harmless(text) == expected


def test_width() -> None:
    assert [width(text) for text in ("abc", "grö", "漢字", "e\u0301")] == [3, 3, 4, 1]


def test_long_lines_are_cut_around_the_fault() -> None:
    text = f"FROM golang:1.22 AS b\nRUN go build -o /a .\nFROM alpine:3.20\nCOPY --from=b {'/x ' * 3000}/a /dst/\n"
    analysis = analyse(text.encode())
    shown = render([FileReport("Dockerfile", analysis.source, analysis.findings)], RenderOptions())
    assert max(map(len, shown.splitlines())) < 200


def test_codes_link_to_their_pages_where_there_are_colours() -> None:
    """OSC 8: the address between the marks; without colours there is none."""
    analysis = analyse(b"FROM alpine:3.20\nRUN ldconfig /a\n")
    report = FileReport("Dockerfile", analysis.source, analysis.findings)
    shown = render([report], RenderOptions(color=True, rule_url="https://docs.example/{code}"))
    assert "\x1b]8;;https://docs.example/DF301\x1b\\" in shown
    assert "\x1b" not in render([report], RenderOptions(color=False, rule_url="https://docs.example/{code}"))
