"""Give an environment the path at which it was made, which its scripts name."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.edit import insert
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Environment

LINK_ENVIRONMENT = Repair(
    "link-environment",
    "a symbolic link of the environment under the path at which it was made",
    "the environment has two paths",
    Applicability.UNSAFE,
    Change.INSTRUCTION,
    cure=Confidence.LIKELY,
)


def link_environment(trace: Trace, landing: Landing, environment: Environment) -> Iterator[Fix]:
    """``RUN mkdir -p … && ln -s`` after the copy, where there is a shell and root runs it."""
    copy, root, made_at = landing.copy, landing.stage.root, environment.made_at
    has_shell = root.release is not None and root.release.shell is not None
    if copy is None or not has_shell or not _is_plain(made_at) or not _is_plain(landing.path):
        return
    title = f"link {landing.path} as {made_at}"
    if not trace.runs_as_root(landing.stage, copy):
        yield LINK_ENVIRONMENT.blocked(title, "the stage runs as another USER there")
        return
    command = f"mkdir -p {made_at.rpartition('/')[0] or '/'} && ln -s {landing.path} {made_at}"
    yield LINK_ENVIRONMENT.fix(title, (insert.instruction_after(trace.source, copy, "RUN", command),))


def _is_plain(path: str) -> bool:
    """Whether a path may be written into a command without quotes."""
    return path.isascii() and all(char.isalnum() or char in "/._-" for char in path)
