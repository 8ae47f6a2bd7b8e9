"""One version of a changed file, judged: a Dockerfile, or a file that carries Dockerfiles."""

from dfix.engine import Analysis, Options, analyse
from dfix.engine.fingerprint import fingerprints
from dfix.findings import Finding
from dfix.hosts import is_host
from dfix.syntax.suppression import SUPPRESSIONS
from dfix.text import Source, Span
from dfix.values import NamedTuple


class Judged(NamedTuple):
    """A file with its findings; ``analyses`` are those of the Dockerfiles in it.

    ``suppressions`` are the places of directives that silence findings. All places are offsets into the file.
    """

    source: Source
    findings: tuple[Finding, ...]
    analyses: tuple[Analysis, ...]
    suppressions: tuple[Span, ...]

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """One for each finding."""
        return fingerprints(self.source, self.findings)


def judge(path: str, data: bytes, options: Options) -> Judged:
    """Judge a file as the command line does.

    Raises:
        dfix.hosts.HostError: it carries Dockerfiles and is not well-formed.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    if is_host(path):
        return _judged_host(path, data, options)
    analysis = analyse(data, options)
    return Judged(analysis.source, analysis.findings, (analysis,), tuple(_suppressions(analysis)))


def _judged_host(path: str, data: bytes, options: Options) -> Judged:
    from dfix.run.host_files import judged_parts, shown_findings

    judged = judged_parts(path, data, options)
    spans = (embedded.span(span) for embedded, analysis in judged for span in _suppressions(analysis))
    return Judged(Source(data), shown_findings(judged), tuple(analysis for _, analysis in judged), tuple(spans))


def _suppressions(analysis: Analysis) -> list[Span]:
    directives = analysis.trace.build.dockerfile.directives
    return [directive.span for directive in directives if directive.key in SUPPRESSIONS]
