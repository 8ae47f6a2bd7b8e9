"""The graph of a file: of a Dockerfile, or of all those that it carries."""

from dfix.engine.analysis import analyse
from dfix.engine.options import Options
from dfix.findings import Finding
from dfix.graph.model import Graph
from dfix.graph.picture import picture
from dfix.hosts import is_host
from dfix.report.file_report import FileReport
from dfix.text import Source


def report_with_graph(path: str, data: bytes, options: Options) -> FileReport:
    """The findings of a file with the graph that names them by their numbers, all at their places in the file.

    Raises:
        HostError: it carries Dockerfiles and is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    if not is_host(path):
        analysis = analyse(data, options)
        graph = picture(analysis, options.images)
        return FileReport(path, analysis.source, analysis.findings, known=analysis.known, graph=graph)
    from dfix.run.host_files import judged_parts, located, reported

    findings: tuple[Finding, ...] = ()
    graph, known = Graph(), 0
    for embedded, analysis in judged_parts(path, data, options):
        kept = analysis._replace(findings=reported(embedded, analysis))
        graph = graph.beside(picture(kept, options.images).moved(embedded.span, len(findings)))
        findings += tuple(located(embedded, finding) for finding in kept.findings)
        known += analysis.known
    return FileReport(path, Source(data), findings, known=known, graph=graph)
