"""Let BuildKit's own value of a platform's variable through."""

from collections.abc import Iterator

from dfix.edit import replace
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.trace.knowledge.hidden_platform import Hidden

SHOW_PLATFORM = Repair(
    "show-platform",
    "`ARG TARGETARCH` without the default that hides the platform's value",
    "a builder that does not set the variable leaves it empty; BuildKit, Buildah and Kaniko set it",
    Applicability.UNSAFE,
    Change.WORDS,
)


def show_platform(hidden: Hidden) -> Iterator[Fix]:
    """``ARG TARGETARCH`` instead of ``ARG TARGETARCH=amd64``."""
    edit = replace.word(hidden.instruction, hidden.word, hidden.name)
    yield SHOW_PLATFORM.fix(f"declare {hidden.name} without a default", (edit,))
