"""Every format, read by its consumer's rules; what it offers to change gives exactly the repaired text."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from corpus import cases
from dfix import Applicability, analyse
from dfix.config.settings import FORMATS
from dfix.report import FileReport, RenderOptions, renderer
from dfix.text import Source, apply_edits

OPTIONS = RenderOptions(version="1.2.3", rule_url="https://docs.example/{code}")
HOSTILE = (
    "FROM golang:1.22 AS b\n"
    "RUN go build -o '/a\x1b[31m::error file=x::y|`<img src=x onerror=alert(1)>`\u202e%0A*_~##vso[task.x]z' .\n"
    "FROM alpine:3.20\n"
    "COPY --from=b '/a\x1b[31m::error file=x::y|`<img src=x onerror=alert(1)>`\u202e%0A*_~##vso[task.x]z' /usr/bin/\n"
    "# ```\x07\n"
    f"RUN ldconfig /x # ```suggestion @someone #1 <!-- dfix:summary --> {'y' * 10_000}\n"
    "RUN ldconfig '/\n::warning::x'\n"
)
HOSTILE_PATH = "a\x1b[2J\n::error::x|`<b>`/Dock\u202efile"


def report_of(text: str | bytes, path: str = "Dockerfile") -> FileReport:
    analysis = analyse(text)
    return FileReport(path, analysis.source, analysis.findings)


def reports() -> list[FileReport]:
    return [report_of(case.data, f"corpus/{case.name}/Dockerfile") for case in cases()]


BROKEN = FileReport("bad", Source(b""), error="this is a binary file", help="name a Dockerfile")
ALL = [*reports(), BROKEN, report_of(HOSTILE, HOSTILE_PATH)]


def best_fixed(report: FileReport) -> Iterator[bytes]:
    """Each finding's best fix that can be made, as the whole text after it."""
    for finding in report.findings:
        fix = next((one for one in finding.fixes if one.applicability > Applicability.DISPLAY), None)
        if fix:
            yield apply_edits(report.source.data, fix.edits)


def replaced(data: bytes, start: tuple[int, int], end: tuple[int, int], text: str, *, unit: str) -> bytes:
    """The text with one region replaced, by the format's rules: lines from one, columns from one."""
    lines = data.split(b"\n")

    def offset(line: int, column: int) -> int:
        before = sum(len(one) + 1 for one in lines[: line - 1])
        if unit == "byte":
            return before + column - 1
        own = lines[line - 1].decode("utf-8-sig" if line == 1 else "utf-8") if line <= len(lines) else ""
        mark = 3 if line == 1 and data.startswith(b"\xef\xbb\xbf") else 0
        return before + mark + len(own[: column - 1].encode())

    return data[: offset(*start)] + text.encode() + data[offset(*end) :]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_in_a_file_gets_out_of_its_text(name: str) -> None:
    """No control or direction character, and no line that the file began."""
    shown = renderer(name)([report_of(HOSTILE, HOSTILE_PATH)], OPTIONS)
    if name in ("sarif", "json", "rdjson", "rdjsonl", "gitlab"):
        json.loads(shown) if name != "rdjsonl" else [json.loads(line) for line in shown.splitlines()]
        assert shown.isascii()
    own = "##vso[task.logissue " if name == "azure" else "##no["
    assert not re.search(r"##\w*\[", re.sub(f"(?m)^{re.escape(own)}", "", shown))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert not any(line.lstrip().startswith(("::error::x", "::warning::x")) for line in shown.splitlines())


def test_markdown_shows_a_hostile_file_as_text() -> None:
    shown = renderer("markdown")([report_of(HOSTILE, HOSTILE_PATH)], OPTIONS)
    outside = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", shown)
    assert "```" not in outside
    assert "<img" not in outside
    assert "<!--" not in outside
    assert not re.search(r"(?<!&)#1\b|@someone", outside)
    tags = set(re.findall(r"</?([a-z]+)", outside))
    assert tags <= {"details", "summary", "code"}


def test_workflow_commands() -> None:
    """One line a finding; properties hold no colon, comma, line end or bare percent sign."""
    lines = renderer("github")(ALL, OPTIONS).splitlines()
    assert len(lines) == sum(len(report.findings) + bool(report.error) for report in ALL)
    for line in lines:
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert match, line
        for pair in match[2].split(","):
            name, _, value = pair.partition("=")
            assert name in ("file", "line", "endLine", "col", "endColumn", "title")
            assert not re.search(r"%(?!25|0D|0A|3A|2C)", value)


def test_azure() -> None:
    """One line a finding; a property ends at a semicolon, the properties at a bracket, and none holds either."""
    lines = renderer("azure")(ALL, OPTIONS).splitlines()
    assert len(lines) == sum(len(report.findings) + bool(report.error) for report in ALL)
    for line in lines:
        match = re.fullmatch(r"##vso\[task\.logissue type=(error|warning);([^\]]*;)\](.*)", line)
        assert match, line
        names = [pair.partition("=")[0] for pair in match[2].rstrip(";").split(";")]
        assert names in (["sourcepath"], ["sourcepath", "linenumber", "columnnumber", "code"])
        assert not re.search(r"%(?!AZP25|0D|0A|5D|3B)", line)


def test_gitlab() -> None:
    """The fields that GitLab's documentation requires; fingerprints are unique."""
    entries = json.loads(renderer("gitlab")(ALL, OPTIONS))
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith("./")
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_checkstyle() -> None:
    root = ET.fromstring(renderer("checkstyle")(ALL, OPTIONS))
    assert root.tag == "checkstyle"
    errors = [error for file in root for error in file]
    assert len(errors) == sum(len(report.findings) + bool(report.error) for report in ALL)
    assert {error.get("severity") for error in errors} <= {"error", "warning", "info"}
    assert all(int(error.get("line", "1")) >= 1 and error.get("message") for error in errors)


def test_junit() -> None:
    root = ET.fromstring(renderer("junit")(ALL, OPTIONS))
    suites = list(root)
    assert [suite.tag for suite in suites] == ["testsuite"] * len(ALL)
    assert int(root.get("tests", "0")) == len(root.findall("testsuite/testcase"))
    assert int(root.get("failures", "0")) == len(root.findall("testsuite/testcase/failure"))
    assert int(root.get("errors", "0")) == len(root.findall("testsuite/testcase/error")) == 1
    for suite in suites:
        names = [case.get("name") for case in suite]
        assert int(suite.get("tests", "0")) == len(names)


RDJSON_KEYS = {"message", "location", "severity", "source", "code", "suggestions", "original_output"}


def check_diagnostic(entry: dict[str, object]) -> None:
    """As reviewdog's ``rdf.proto`` has it: no other key, severities by name, positions from one."""
    assert set(entry) <= RDJSON_KEYS
    assert entry["severity"] in ("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO")
    location = entry["location"]
    assert isinstance(location, dict)
    assert set(location) <= {"path", "range"}
    suggestions = entry.get("suggestions", [])
    assert isinstance(suggestions, list)
    for one in [location, *suggestions]:
        if "range" in one:
            assert set(one["range"]) == {"start", "end"}
            assert all(set(place) == {"line", "column"} for place in one["range"].values())
            assert all(number >= 1 for place in one["range"].values() for number in place.values())


def test_rdjson() -> None:
    whole = json.loads(renderer("rdjson")(ALL, OPTIONS))
    assert set(whole) == {"source", "diagnostics"}
    lines = [json.loads(line) for line in renderer("rdjsonl")(ALL, OPTIONS).splitlines()]
    assert lines == whole["diagnostics"]
    for entry in lines:
        check_diagnostic(entry)


def test_rdjson_suggestions_give_the_repaired_text() -> None:
    for report in ALL:
        expected = list(best_fixed(report))
        entries = [json.loads(line) for line in renderer("rdjsonl")([report], OPTIONS).splitlines()]
        given = []
        for entry in entries:
            for one in entry.get("suggestions", []):
                start, end = one["range"]["start"], one["range"]["end"]
                places = (start["line"], start["column"]), (end["line"], end["column"])
                given.append(
                    replaced(report.source.data.removeprefix(b"\xef\xbb\xbf"), *places, one["text"], unit="byte")
                )
        assert [data.removeprefix(b"\xef\xbb\xbf") for data in expected] == given


def test_sarif_fixes_give_the_repaired_text() -> None:
    for report in ALL:
        log = json.loads(renderer("sarif")([report], OPTIONS))
        results = log["runs"][0]["results"]
        assert len(results) == len(report.findings)
        for finding, result in zip(report.findings, results, strict=True):
            made = [fix for fix in finding.fixes if fix.edits]
            for fix, shown in zip(made, result.get("fixes", []), strict=True):
                data = report.source.data
                for change in reversed(shown["artifactChanges"][0]["replacements"]):
                    at = change["deletedRegion"]
                    start, end = (at["startLine"], at["startColumn"]), (at["endLine"], at["endColumn"])
                    data = replaced(data, start, end, change["insertedContent"]["text"], unit="code point")
                assert data == apply_edits(report.source.data, fix.edits)


def test_sarif_holds_the_chain_and_the_rule() -> None:
    report = report_of(next(case.data for case in cases() if case.name == "libredwg"), "./a b/Dockerfile")
    run = json.loads(renderer("sarif")([report], OPTIONS))["runs"][0]
    result = run["results"][0]
    assert unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == "a b/Dockerfile"
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == [place.note for place in report.findings[0].chain]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"]
    assert rule["help"]["markdown"].startswith(rule["shortDescription"]["text"])
    assert rule["helpUri"] == f"https://docs.example/{rule['id']}"


@pytest.mark.skipif(
    not os.environ.get("DFIX_SARIF_SCHEMA"),
    reason="DFIX_SARIF_SCHEMA names no file: OASIS's schema is in the npm package @microsoft/sarif-multitool-linux",
)
def test_sarif_follows_the_official_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(Path(os.environ["DFIX_SARIF_SCHEMA"]).read_text(encoding="utf-8-sig"))
    checker = jsonschema.validators.validator_for(schema)
    for reports_ in (ALL, [], [BROKEN]):
        checker(schema).validate(json.loads(renderer("sarif")(reports_, OPTIONS)))


@pytest.mark.parametrize("name", FORMATS)
def test_no_files_and_no_findings(name: str) -> None:
    for some in ([], [report_of("FROM alpine:3.20\n")], [BROKEN]):
        shown = renderer(name)(some, OPTIONS)
        if name in ("json", "sarif", "gitlab", "rdjson"):
            json.loads(shown)
        if name in ("checkstyle", "junit"):
            ET.fromstring(shown)


def test_the_table_of_formats_names_each() -> None:
    """Where this fails, docs/code-review.md lacks a format's row, or has one too many."""
    page = (Path(__file__).parents[2] / "docs" / "code-review.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?`) \|", page.partition("\n## Output formats\n")[2], re.MULTILINE)
    assert sorted(name for row in rows[1:] for name in re.findall(r"`(\w+)`", row)) == sorted(FORMATS)


@pytest.mark.parametrize("name", ["azure", "concise", "github", "markdown"])
def test_rendered(name: str) -> None:
    """To renew a snapshot, delete it and run the test once; then read what it says."""
    chosen = ("libredwg", "go-net-http-alpine", "unknown-instruction")
    shown = renderer(name)(
        [one for one in ALL if one.path.split("/")[1:2] and one.path.split("/")[1] in chosen], OPTIONS
    )
    path = Path(__file__).parent / "snapshots" / f"{name}.txt"
    if not path.exists():
        path.write_text(shown, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and has been written; read it and run again")
    assert shown == path.read_text(encoding="utf-8")
