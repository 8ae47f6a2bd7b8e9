"""The values that every format renders: the report of a file, and how to show it."""

from dfix.findings import Applied, Finding
from dfix.text import Source
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.engine import Refusal
    from dfix.graph.model import Graph


NO_TEXT = Source(b"")


class FileReport(NamedTuple):
    """One file's findings, or the reason why there are none.

    ``error`` is what is wrong with the file as such, ``help`` what to do; ``own_fault``: dfix failed.
    ``applied`` are the fixes made, ``refused`` those that could not be made; ``changed``: the text
    changed. ``known`` counts the findings that the baseline suppresses. ``output`` is file text or a diff
    that belongs on standard output. ``notes`` are for people, beside the findings. ``graph`` is that of its builds,
    where one was asked for. It can be pickled.
    """

    path: str
    source: Source
    findings: tuple[Finding, ...] = ()
    error: str = ""
    help: str = ""
    own_fault: bool = False
    applied: tuple[Applied, ...] = ()
    refused: "tuple[Refusal, ...]" = ()
    changed: bool = False
    known: int = 0
    output: bytes = b""
    notes: tuple[str, ...] = ()
    graph: "Graph | None" = None

    def settled(self, *, shows_fixes: bool) -> "FileReport":
        """Return the report with the fixes of what is left made, or dropped where nobody shows them.

        The trace that would make them is released either way.
        """
        return self._replace(
            findings=tuple(one if shows_fixes and one.fixes else one.without_fixes() for one in self.findings),
            applied=tuple(one._replace(finding=one.finding.without_fixes()) for one in self.applied),
            refused=tuple(one._replace(finding=one.finding.without_fixes()) for one in self.refused),
        )

    def counted(self) -> "FileReport":
        """Return the report without the file's text: what counts and sums need, when there are thousands."""
        return self._replace(source=NO_TEXT, output=b"")

    @property
    def slashed_path(self) -> str:
        """The path as repositories name files, with slashes on Windows too."""
        from dfix.text.system_paths import slashed

        return slashed(self.path)

    @property
    def whole_error(self) -> str:
        """The error and what to do, in one sentence."""
        return f"{self.error}; {self.help}" if self.help else self.error


class RenderOptions(NamedTuple):
    """How a report is rendered: with colours or not, with links to the rules' pages or not.

    ``rule_url`` contains ``{code}``; where it is empty there are no links. ``version`` is that of dfix. Text for
    people is ``columns`` wide, with at most ``most_fixes`` fixes of a finding in full.
    """

    color: bool = False
    rule_url: str = ""
    version: str = ""
    columns: int = 80
    most_fixes: int = 3

    def page(self, code: str) -> str:
        """The address of a rule's page; empty where there are no links."""
        if not self.rule_url:
            return ""
        from dfix.report.escape import address

        return address(self.rule_url, code)
