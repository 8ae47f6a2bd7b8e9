"""The scripts that an image starts, and what the build does to them on the way."""

from collections.abc import Iterator

from dfix.text import UNKNOWN_TEXT, Span
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.facts import Happening
from dfix.trace.state.origin import WrittenHere


def is_written_here(artifact: Artifact) -> bool:
    """Whether a heredoc of the Dockerfile writes the file."""
    return isinstance(artifact.origin, WrittenHere)


def started_scripts(stage: StageTrace) -> Iterator[tuple[str, Artifact]]:
    """The files that ENTRYPOINT and CMD start, as far as they are known one by one."""
    for path in dict.fromkeys(stage.starts):
        node = stage.root.nodes.get(path)
        if node and not node.tree:
            yield path, node.artifact


def script_word(artifact: Artifact) -> Span:
    """Where the file comes from: the first line of a heredoc, or the word of the last copy."""
    first = artifact.provenance[0].span
    is_own = artifact.arrival is not None and artifact.arrival.word == first
    return artifact.arrival.word if artifact.arrival and not is_own else first


def may_change(trace: Trace, stage: StageTrace, path: str) -> bool:
    """Whether a command of the build may have rewritten the file or given it another mode.

    It names the file, a directory above it, a pattern or something that is not known.
    """
    if stage.root.facts.may_have(Happening.UNREAD_COMMAND):
        return True
    calls = (call for one in trace.stages for call in one.calls)
    return any(_may_mean(call, path) for call in calls if call.name in CHANGES)


CHANGES = frozenset(
    "chmod install sed perl awk tr dos2unix fromdos mv cp ln git rsync python python3 find xargs busybox ex vi".split()
)


def _may_mean(call: Call, path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    for text in call.texts:
        if UNKNOWN_TEXT in text or name in text or any(char in text for char in "*?["):
            return True
        place = text.rstrip("/")
        if place.startswith("/") and path.startswith(f"{place}/"):
            return True
        if text in (".", "/", "./"):
            return True
    return bool(call.feeds)
