"""What the page shows of a text: the findings with the graph, as HTML, and the text after the safe fixes."""

from collections.abc import Callable

from dfix.confidence import Confidence
from dfix.engine.options import Options
from dfix.engine.repair import fix
from dfix.findings import Applicability
from dfix.plan import BuildError
from dfix.playground.tree import WebParser
from dfix.report.escape import json_text
from dfix.report.file_report import FileReport, RenderOptions
from dfix.report.html.page import section
from dfix.report.place import region
from dfix.run.graphs import report_with_graph
from dfix.syntax.shell import use_parser
from dfix.text.diff import unified_diff
from dfix.values import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from tree_sitter import Parser

PATH = "Dockerfile"


def start(parse_text: Callable[[str], str]) -> None:
    """Let the browser's parser read shell text."""
    use_parser(cast("Parser", WebParser(parse_text)))


def judge(text: str, confidence: str = "likely") -> str:
    """The answer for one text, as JSON: an error or none, HTML, the findings, the repaired text with its patch.

    ``confidence`` is the lowest that is shown.
    """
    data = text.encode("utf-8", "replace")
    options = Options(min_confidence=Confidence[confidence.upper()])
    try:
        report = report_with_graph(PATH, data, options)
        repaired = fix(data, options, Applicability.SAFE) if report.findings else None
    except BuildError as error:
        return json_text({"error": f"{error}; {error.help}", "html": "", "findings": []}, None)
    after = repaired.data if repaired else data
    return json_text(
        {
            "error": "",
            "html": "\n".join(section(report, 0, RenderOptions())),
            "findings": [_place(report, at) for at in range(len(report.findings))],
            "repaired": after.decode("utf-8", "replace"),
            "repairs": len(repaired.applied) if repaired else 0,
            "patch": unified_diff(data, after, PATH).decode("utf-8", "replace"),
        },
        None,
    )


def _place(report: FileReport, number: int) -> dict[str, object]:
    """A finding's code, message and place."""
    finding = report.findings[number]
    at = region(report.source, finding.span)
    return {"code": finding.code, "message": finding.message, "line": at.line, "column": at.column}
