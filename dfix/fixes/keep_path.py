"""Copy an environment to the path at which it was made, which its scripts name."""

import re
from collections.abc import Iterator

from dfix.edit import replace
from dfix.findings import Applicability, Change, Confidence, Fix, Repair
from dfix.syntax import Instruction
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.artifact import Environment

KEEP_PATH = Repair(
    "keep-path",
    "the copy goes to the path at which the environment was made, and what names its path in the stage follows",
    "the environment is at another path than before",
    Applicability.UNSAFE,
    Change.WORDS,
    cure=Confidence.LIKELY,
)


def keep_path(trace: Trace, landing: Landing, environment: Environment) -> Iterator[Fix]:
    """The path of the builder in the copy and in every word of the stage that names the copy's own."""
    copy, old, new = landing.copy, landing.path, environment.made_at
    if copy is None or len(copy.words) != 2 or copy.json is not None or not _is_plain(old) or not _is_plain(new):
        return
    title = f"keep it at {new}"
    family = trace.family(trace.bottom(landing.stage.stage.number))
    body = [one for member in family for one in member.stage.body if one is not copy]
    if _is_named_otherwise(trace, old, body):
        yield KEEP_PATH.blocked(title, f"{old} is named in a way that cannot be followed")
        return
    followed = (edit for one in body for edit in replace.text(trace.source, one, old, new))
    yield KEEP_PATH.fix(title, (replace.word(copy, copy.words[1], new), *followed))


def _is_named_otherwise(trace: Trace, path: str, body: list[Instruction]) -> bool:
    """Whether the path is a part of a longer one somewhere, or is named from the directory above it."""
    bounded = re.compile(rf"(?<![\w./-]){re.escape(path)}(?![\w.-])")
    relative = re.compile(rf"(?<![\w/.-])(\./)?{re.escape(path.rpartition('/')[2])}/")
    texts = [_text(trace, one) for one in body]
    return any(len(bounded.findall(text)) != text.count(path) or relative.search(text) for text in texts)


def _text(trace: Trace, instruction: Instruction) -> str:
    return trace.source.text[instruction.span.start : instruction.span.end]


def _is_plain(path: str) -> bool:
    """Whether a path may be written into an instruction without quotes."""
    return path.isascii() and all(char.isalnum() or char in "/._-" for char in path)
