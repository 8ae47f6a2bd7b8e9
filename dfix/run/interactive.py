"""Ask at a terminal, finding by finding, which repair to make.

One key an answer; nothing is drawn that scrolling would spoil, so it works over any connection.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial

from dfix.engine import Analysis, Batch, FixResult, Options, PlainFile, Refusals, fix_document, fix_key
from dfix.findings import Finding, Fix
from dfix.report.escape import harmless
from dfix.report.text import Canvas, Painter, change_lines, finding_lines
from dfix.values import NamedTuple

MOST_KEYS = 9
HELP = (
    "a number makes that repair, Enter the first; s skips; d shows all changes so far; "
    "q ends and keeps them; ^C drops them"
)


class _Answer(Enum):
    """What the user may say instead of naming a fix."""

    SKIP = "skip"
    END = "end"
    DIFF = "diff"


KEYS = {
    "s": _Answer.SKIP, "n": _Answer.SKIP, "\r": _Answer.SKIP, "\n": _Answer.SKIP, "q": _Answer.END, "\x04": _Answer.END,
    "d": _Answer.DIFF,
}  # fmt: skip


class Terminal(NamedTuple):
    """How to write to a terminal and read from it: ``key`` waits for one key and returns it."""

    say: Callable[[str], None]
    key: Callable[[], str]
    color: bool
    columns: int = 80


def repair(path: str, data: bytes, options: Options, terminal: Terminal) -> FixResult:
    """The file after the repairs that the user chose.

    Raises:
        KeyboardInterrupt: the user gave up; nothing may be written.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    return fix_document(PlainFile(data), _Questions(path, data, terminal), options)


class _Questions:
    """The chooser of the repair loop that asks: each finding once, and again when its fix is refused."""

    def __init__(self, path: str, data: bytes, terminal: Terminal) -> None:
        self._path = path
        self._original = data
        self._terminal = terminal
        self._passed: set[tuple[str, str, str]] = set()
        self._refusals = 0

    def __call__(self, analysis: Analysis, refused: Refusals) -> Batch:
        """The fix that the user names for the next finding that gets one; empty to end."""
        self._tell(refused)
        while finding := next((one for one in analysis.findings if one.identity not in self._passed), None):
            self._passed.add(finding.identity)
            shown = finding.with_fixes(partial(_not_refused, finding, refused))
            self._show(analysis, shown)
            answer = self._ask(analysis, [candidate for candidate in shown.fixes if not candidate.obstacle][:MOST_KEYS])
            if isinstance(answer, Fix):
                return [(finding, answer)]
            if answer is _Answer.END:
                break
        return ()

    def _tell(self, refused: Refusals) -> None:
        """Say why the latest fix was refused, if it was; its finding is asked about again."""
        if len(refused) > self._refusals:
            self._refusals = len(refused)
            latest = tuple(refused.values())[-1]
            self._terminal.say(f"not made: {harmless(latest.reason)}\n\n")
            self._passed.discard(latest.finding.identity)

    def _show(self, analysis: Analysis, finding: Finding) -> None:
        paint = Painter(color=self._terminal.color)
        canvas = Canvas(self._path, analysis.source, paint, self._terminal.columns, MOST_KEYS)
        lines = finding_lines(canvas, finding)
        self._terminal.say("".join(f"{line}\n" for line in lines))

    def _ask(self, analysis: Analysis, fixes: Sequence[Fix]) -> Fix | _Answer:
        """The fix that the user names, or ``SKIP`` or ``END``."""
        terminal, answers = self._terminal, _answers(fixes)
        numbers = f"1-{len(fixes)}, " if len(fixes) > 1 else "1, " if fixes else ""
        while True:
            terminal.say(f"repair? [{numbers}s skip, d diff, q end, ? help] ")
            key = terminal.key()
            terminal.say(f"{key if key.isprintable() else ''}\n")
            answer = answers.get(key)
            if answer is _Answer.DIFF:
                paint = Painter(color=terminal.color)
                terminal.say(change_lines(self._original, analysis.source.data, self._path, paint))
            elif answer is None:
                terminal.say(f"{HELP}\n")
            else:
                return answer


def _not_refused(finding: Finding, refused: Refusals, fixes: Sequence[Fix]) -> list[Fix]:
    return [candidate for candidate in fixes if fix_key(finding, candidate) not in refused]


def _answers(fixes: Sequence[Fix]) -> Mapping[str, Fix | _Answer]:
    """What each key means: a digit its fix, Enter and ``y`` the first fix; Enter skips when there is none."""
    numbered = {str(number): candidate for number, candidate in enumerate(fixes, 1)}
    first = dict.fromkeys("\r\ny", fixes[0]) if fixes else {}
    return {**KEYS, **first, **numbered}
