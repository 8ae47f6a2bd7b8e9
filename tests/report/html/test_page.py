"""The page as its readers take it: well-formed, closed to the network, nothing of a file but its text."""

import base64
import hashlib
import json
import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import cases
from dfix import Applicability, Confidence, Options
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.html import render
from dfix.report.html.page import MOST_WHOLE
from dfix.run.graphs import report_with_graph
from dfix.text import Source, apply_edits

GO = "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /bin/app\n"
NASTY = "'\"><script>alert(1)</script><img src=x onerror=alert(1)>&lt;</svg></style>\x1b[31m\u202e%0A#`"
HOSTILE = (
    f"# {NASTY}\nFROM golang:1.22 AS b\nRUN go build -o '/a<b>`\x1b\u202e' .\nRUN echo {NASTY} >/x\n"
    f"FROM alpine:3.20\nCOPY --from=b '/a<b>`\x1b\u202e' /usr/bin/\nCOPY --from={NASTY} /a {NASTY}\nRUN ldconfig {NASTY}\n"
)
OPTIONS = RenderOptions(version="1.2.3")
VOID = {"meta", "input", "col"}
TAGS = set(
    "html head meta title style body header div p h1 h2 h3 h4 button ul li b span code form input select option output main"
    " section figure svg path g rect text a figcaption ol article details summary table colgroup col thead tr th tbody td"
    " del ins mark footer kbd script".split()
)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Reader(HTMLParser):
    """Reads a page strictly: every tag is closed in its order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: dict[str, str] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what begins."""
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What is closed at once."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """What was opened last must end."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text by its tag."""
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + data

    def value(self, tag: str, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for one, other, value in self.attributes if (one, other) == (tag, name)]


def report_of(text: str | bytes, path: str = "Dockerfile") -> FileReport:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    return report_with_graph(path, data, Options(min_confidence=Confidence.POSSIBLE))


def checked(*reports: FileReport, options: RenderOptions = OPTIONS) -> Reader:
    """A page by all that must hold for any."""
    page = render(reports, options)
    assert not CONTROL.search(page)
    reader = Reader(page)
    assert set(reader.tags) <= TAGS
    assert reader.tags["script"] == reader.tags["style"] == 1
    assert len(reader.ids) == len(set(reader.ids))
    assert not [name for _, name, _ in reader.attributes if name.startswith("on") or name in ("style", "src", "action")]
    for link in reader.links:
        assert link.startswith("https://") or link[1:] in reader.ids, link
    shown = [report for report in reports if not report.error]
    assert reader.tags["article"] == sum(len(report.findings) for report in shown)
    for patch in reader.value("button", "data-patch"):
        assert json.loads(patch).startswith("--- ")
    return reader


def test_the_policy_lets_nothing_in() -> None:
    """The one script and the one style are named by their hashes."""
    page = render([report_of(GO)], OPTIONS)
    policy = Reader(page).value("meta", "content")[0]
    for tag in ("script", "style"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_hostile_file() -> None:
    reader = checked(report_of(HOSTILE, "a\x1b<b>\"'/Dock\u202efile"))
    assert reader.tags["script"] == 1
    assert "<script>alert(1)</script>" in reader.texts["span"]


def test_the_corpus() -> None:
    """Each case alone, and all in one page."""
    reports = [report_of(case.data, f"corpus/{case.name}/Dockerfile") for case in cases()]
    for report in reports[::4]:
        checked(report)
    checked(*reports, FileReport("bad<b>", Source(b""), error="a binary file", help="name <a> Dockerfile"))


@given(
    st.lists(st.sampled_from([*HOSTILE.splitlines(), *GO.splitlines(), "RUN ldconfig", "FROM b", "# dfix: ignore=X"])),
    st.text(),
)
def test_any_file(lines: list[str], more: str) -> None:
    checked(report_of("\n".join([*lines, f"COPY --from={more} {more}", more]), more or "x"))


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    checked(report_of(data.replace(b"\0", b"")))


def test_each_patch_gives_the_repaired_text(tmp_path: Path) -> None:
    """By git, as a reader would apply it, also to a file with CRLF and without a last line end."""
    for text in (GO, GO.replace("\n", "\r\n"), GO.rstrip("\n"), f"# é\n{GO}"):
        report = report_of(text)
        fixes = [fix for finding in report.findings for fix in finding.fixes if fix.edits and not fix.obstacle]
        patches = list(map(json.loads, checked(report).value("button", "data-patch")))
        assert len(patches) == len(fixes) > 1
        for fix, patch in zip(fixes, patches, strict=True):
            (tmp_path / "Dockerfile").write_bytes(text.encode())
            subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch.encode(), check=True)
            assert (tmp_path / "Dockerfile").read_bytes() == apply_edits(text.encode(), fix.edits)


def test_a_file_that_is_no_utf_8_has_no_patch_to_copy() -> None:
    """Where the patch has none of the bytes, it is as good as any."""
    assert checked(report_of(f"# \xe9\nFROM busybox\n\n\n\n\n\n{GO}".encode("latin-1"))).value("button", "data-patch")
    reader = checked(report_of(GO.replace("/app .", "/app . # \xe9").encode("latin-1")))
    assert reader.value("button", "data-patch") == []
    assert "dfix --diff" in reader.texts["code"]


@pytest.mark.parametrize(("count", "shown"), [pytest.param(3, 4, id="few"), pytest.param(MOST_WHOLE, 1, id="many")])
def test_clean_files_are_shown_whole_where_there_are_few(count: int, shown: int) -> None:
    clean = [report_of("FROM debian:12\nRUN true\n", f"{number}/Dockerfile") for number in range(count)]
    reader = checked(report_of(GO), *clean)
    assert len(reader.value("section", "data-path")) == shown
    assert "0/Dockerfile" in reader.texts["span"] + reader.texts["code"]


def test_where_nothing_is_found() -> None:
    reader = checked(report_of("FROM debian:12\nRUN true\n"))
    assert reader.texts["h1"] == "Nothing found in 1 file"
    assert reader.tags["form"] == 0


@pytest.mark.parametrize(
    ("url", "links"),
    [
        pytest.param("https://docs.example/{code}", ["https://docs.example/DF101"], id="a web page"),
        pytest.param("file:///docs/{code}", [], id="a file is no link in a page"),
        pytest.param("", [], id="none"),
    ],
)
def test_links_to_the_rules(url: str, links: list[str]) -> None:
    assert [
        link for link in checked(report_of(GO), options=OPTIONS._replace(rule_url=url)).links if link[0] != "#"
    ] == links


def test_a_long_file_shows_what_is_near_its_findings() -> None:
    page = render([report_of(f"{GO}{'RUN true' + chr(10)}" + "RUN true\n" * 1000 + "RUN ldconfig\n")], OPTIONS)
    lines = list(map(int, re.findall(r'id="line-0-(\d+)"', page)))
    assert {1, 4} <= set(lines)
    assert 500 not in lines
    assert len(lines) < 100


def test_the_lines_that_change_are_side_by_side() -> None:
    page = render([report_of(GO)], OPTIONS)
    assert "<ins>CGO_ENABLED=0 </ins>" in page
    finding = report_of(GO).findings[0]
    assert finding.fixes[0].applicability is Applicability.SAFE
