"""The scripts that an image starts, and what the build does to them before."""

from collections.abc import Iterator

from dfix.text import Span
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.facts import Happening
from dfix.trace.state.file_tree import is_pattern
from dfix.trace.state.origin import WrittenHere


def is_written_here(artifact: Artifact) -> bool:
    """Whether a heredoc of the Dockerfile writes the file."""
    return isinstance(artifact.origin, WrittenHere)


def started_scripts(stage: StageTrace) -> Iterator[tuple[str, Artifact]]:
    """The files that ENTRYPOINT and CMD start on Linux, each with its path, where more is known than a tree's place."""
    if stage.image is not None and stage.image.release.is_windows:
        return
    for path in dict.fromkeys(stage.starts):
        node = stage.root.nodes.get(path)
        if node and not node.tree:
            yield path, node.artifact


def script_word(artifact: Artifact) -> Span:
    """Where the file comes from: the first line of a heredoc, or the word of the last copy."""
    return artifact.arrival.word if artifact.arrival else artifact.provenance[0].span


def may_change(trace: Trace, stage: StageTrace, path: str) -> bool:
    """Whether a command of the build may have rewritten the file or given it another mode.

    Such a command names the file, a directory above it, a pattern, or has unknown text.
    """
    if stage.root.facts.may_have(Happening.UNREAD_COMMAND):
        return True
    calls = (call for traced in trace.stages for call in traced.calls)
    return any(_may_mean(call, path) for call in calls if call.name in CHANGES)


CHANGES = frozenset(
    "chmod install sed perl awk tr dos2unix fromdos mv cp ln git rsync python python3 find xargs busybox ex vi".split()
)


def _may_mean(call: Call, path: str) -> bool:
    """Whether a call works on the file, as far as its words tell; what a pipe hands over may be anything."""
    return bool(call.feeds) or any(_word_may_mean(text, path) for text in call.texts)


def _word_may_mean(word: str, path: str) -> bool:
    if word in (".", "/", "./") or is_pattern(word) or path.rsplit("/", 1)[-1] in word:
        return True
    directory = word.rstrip("/")
    return directory.startswith("/") and path.startswith(f"{directory}/")
