"""Let BuildKit's own value of a platform's variable through: declared, and without a default."""

from collections.abc import Iterator

from dfix.edit import insert, replace
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.trace.knowledge.hidden_platform import Hidden, Undeclared
from dfix.trace.result import Trace

SHOW_PLATFORM = Repair(
    "show-platform",
    "`ARG TARGETARCH` in the stage that uses it, without the default that hides the platform's value",
    "a builder that does not set the variable leaves it empty; BuildKit, Buildah and Kaniko set it",
    Applicability.UNSAFE,
    Change.WORDS,
)


def show_platform(hidden: Hidden) -> Iterator[Fix]:
    """``ARG TARGETARCH`` instead of ``ARG TARGETARCH=amd64``."""
    edit = replace.word(hidden.instruction, hidden.word, hidden.name)
    yield SHOW_PLATFORM.fix(f"declare {hidden.name} without a default", (edit,))


def declare_platform(trace: Trace, undeclared: Undeclared) -> Iterator[Fix]:
    """``ARG TARGETARCH`` above the first RUN that has the variable."""
    edit = insert.instruction_before(trace.source, undeclared.instruction, "ARG", undeclared.name)
    yield SHOW_PLATFORM.fix(f"declare {undeclared.name} in the stage", (edit,))
