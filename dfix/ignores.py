"""Which findings an author's remarks hold back: ``# dfix: ignore=DF101`` and ``# dfix: ignore-file=DF101``."""

from collections.abc import Iterable

from dfix.findings import Finding
from dfix.syntax import Dockerfile, Remark

INSTRUCTION, FILE = "ignore", "ignore-file"
IGNORES = frozenset({INSTRUCTION, FILE})


def names(value: str, code: str, name: str) -> bool:
    """Whether a value of a remark means the rule: its code, the beginning of it, or its name."""
    return code.startswith(value.upper()) or name == value.lower()


def in_reach(remark: Remark, finding: Finding, dockerfile: Dockerfile) -> bool:
    """Whether a finding stands where the remark speaks: its instruction, the whole stage for FROM, or the file."""
    if remark.key == FILE:
        return True
    if remark.key != INSTRUCTION or remark.instruction is None:
        return False
    meant = dockerfile.instructions[remark.instruction]
    end = meant.span.end
    if meant.keyword == "FROM":
        later = (one.span.start for one in dockerfile.instructions[remark.instruction + 1 :] if one.keyword == "FROM")
        end = next(later, len(dockerfile.source.data) + 1)
    return meant.span.start <= finding.span.start <= end


def holds_back(remark: Remark, finding: Finding, dockerfile: Dockerfile) -> bool:
    """Whether the finding is one that the remark asks not to hear."""
    named = any(names(value.text, finding.code, finding.name) for value in remark.values)
    return named and in_reach(remark, finding, dockerfile)


def heard(findings: Iterable[Finding], dockerfile: Dockerfile) -> Iterable[Finding]:
    """The findings that no remark holds back."""
    remarks = [remark for remark in dockerfile.remarks if remark.key in IGNORES]
    return [f for f in findings if not any(holds_back(remark, f, dockerfile) for remark in remarks)]
