"""Ask at a terminal, finding by finding, which repair to make, as ``git add -p`` asks.

One line an answer; nothing is drawn that scrolling would spoil, so it works over any connection. An empty
line changes nothing.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial

from dfix.engine import Analysis, Batch, Chooser, FixResult, Options, PlainFile, Refusals, fix_document, fix_key
from dfix.engine.ignore import checked_reason, ignoring
from dfix.findings import Applicability, Finding, Fix
from dfix.report.escape import harmless
from dfix.report.text import Canvas, Painter, change_lines, finding_lines
from dfix.run.host_files import HostResult, repair_host_in_order
from dfix.values import NamedTuple

MOST_NUMBERS = 9
HELP = """\
y - make the first fix
1…9 - make the fix of that number
s - skip this finding
d - show all changes of this file so far
a - make the safe fixes of this finding and of all that follow in this file
i - write a comment that suppresses the finding, with a reason
q - quit: keep what was chosen, ask no more
? - show this help
^C - quit, and write nothing of this file
"""


class Terminal(NamedTuple):
    """How to write to a terminal and read from it.

    ``ask`` shows a prompt and returns the line that is typed, without its end; None at the end of the input.
    """

    say: Callable[[str], None]
    ask: Callable[[str], str | None]
    color: bool = False
    columns: int = 80


class _Word(Enum):
    """What the user may say instead of naming a fix."""

    SKIP = "skip"
    ALL_SAFE = "all safe"
    QUIT = "quit"


_Answer = Fix | _Word


class Session:
    """The questions of one run; ``total`` files are asked about."""

    def __init__(self, terminal: Terminal, total: int = 1) -> None:
        self.terminal = terminal
        self.total = total
        self.ended = False
        self._number = 0

    def file(self, path: str, data: bytes, options: Options) -> FixResult:
        """The file after the repairs that the user chose; once the user has quit, as it is.

        Raises:
            KeyboardInterrupt: the user gave up; nothing may be written.
            dfix.plan.BuildError: ``options.build.target`` names no stage.
        """
        self._number += 1
        return fix_document(PlainFile(data), self._questions(path, data), options)

    def host(self, path: str, data: bytes, options: Options) -> HostResult:
        """As ``file``, for one that carries Dockerfiles: each is shown by itself, with lines of its own.

        Raises:
            KeyboardInterrupt: the user gave up; nothing may be written.
            HostError: it is not well-formed.
            dfix.plan.BuildError: ``options.build.target`` names no stage.
        """
        self._number += 1
        return repair_host_in_order(path, data, options, lambda text: self._questions(path, text))

    def _questions(self, path: str, data: bytes) -> Chooser:
        """The chooser for one Dockerfile."""
        head = f"file {self._number} of {self.total}, " if self.total > 1 else ""
        return _Questions(path, data, self, head)


class _Questions:
    """The chooser of the repair loop that asks: each finding once, and again when its fix is refused."""

    def __init__(self, path: str, data: bytes, session: Session, head: str) -> None:
        self._session = session
        self._path = path
        self._original = data
        self._terminal = session.terminal
        self._head = head
        self._passed: set[tuple[str, str, str]] = set()
        self._refusals = 0
        self._all_safe = False

    def __call__(self, analysis: Analysis, refused: Refusals) -> Batch:
        """The fix that the user names for the next finding that gets one; empty to end."""
        self._tell(refused)
        while not self._session.ended:
            left = [one for one in analysis.findings if one.identity not in self._passed]
            if not left:
                break
            self._passed.add(left[0].identity)
            shown = left[0].with_fixes(partial(_not_refused, left[0], refused))
            chosen = self._safe_fix(shown) if self._all_safe else self._asked(analysis, shown, len(left))
            if chosen:
                return [(left[0], chosen)]
        return ()

    def _asked(self, analysis: Analysis, finding: Finding, left: int) -> Fix | None:
        """The fix that the user chooses; None: none of this finding's."""
        self._show(analysis, finding)
        number = len(self._passed)
        answer = self._ask(analysis, finding, f"{self._head}finding {number} of {number + left - 1}")
        self._session.ended = answer is _Word.QUIT
        self._all_safe = answer is _Word.ALL_SAFE
        if isinstance(answer, Fix):
            return answer
        return self._safe_fix(finding) if self._all_safe else None

    @staticmethod
    def _safe_fix(finding: Finding) -> Fix | None:
        return next((fix for fix in finding.fixes if fix.applicability is Applicability.SAFE), None)

    def _tell(self, refused: Refusals) -> None:
        """Say why the latest fix was refused, if it was; its finding is asked about again."""
        if len(refused) > self._refusals:
            latest = tuple(refused.values())[-1]
            self._terminal.say(f"not made: {harmless(latest.reason)}\n\n")
            self._passed.discard(latest.finding.identity)
        self._refusals = len(refused)

    def _show(self, analysis: Analysis, finding: Finding) -> None:
        paint = Painter(color=self._terminal.color)
        canvas = Canvas(self._path, analysis.source, paint, self._terminal.columns, MOST_NUMBERS)
        self._terminal.say("".join(f"{line}\n" for line in finding_lines(canvas, finding)))

    def _ask(self, analysis: Analysis, finding: Finding, place: str) -> _Answer:
        """The fix that the user names or writes a reason for, or another word that ends the question."""
        fixes = [fix for fix in finding.fixes if not fix.obstacle][:MOST_NUMBERS]
        while True:
            typed = self._terminal.ask(f"{place}: repair? [{_choices(fixes)}] ")
            word = "q" if typed is None else typed.strip().lower()
            answer = _answer(word, fixes)
            if word == "i":
                answer = self._comment(analysis, finding)
            if answer is not None:
                return answer
            if word == "d":
                paint = Painter(color=self._terminal.color)
                changes = change_lines(self._original, analysis.source.data, self._path, paint)
                self._terminal.say(changes or "nothing is changed yet\n")
            elif word != "i":
                self._terminal.say(HELP)

    def _comment(self, analysis: Analysis, finding: Finding) -> Fix | None:
        """The comment that suppresses the finding, for the reason that the user gives; None: not now."""
        try:
            reason = checked_reason(self._terminal.ask("reason: ") or "")
        except ValueError as error:
            self._terminal.say(f"{error}\n")
            return None
        fix = ignoring(analysis, finding, reason)
        if fix is None:
            self._terminal.say("the finding is about the whole file, which such a comment cannot suppress\n")
        return fix


def _choices(fixes: Sequence[Fix]) -> str:
    """What may be answered, as short as ``git add -p`` puts it."""
    numbers = f"1-{len(fixes)}," if len(fixes) > 1 else ""
    return f"{'y,' if fixes else ''}{numbers}s,d,a,i,q,?"


def _answer(word: str, fixes: Sequence[Fix]) -> _Answer | None:
    """What a line means that needs no more of the user; None: something else, or nothing."""
    answers: dict[str, _Answer] = {"s": _Word.SKIP, "n": _Word.SKIP, "a": _Word.ALL_SAFE, "q": _Word.QUIT}
    answers.update((str(number), fix) for number, fix in enumerate(fixes, 1))
    if fixes:
        answers["y"] = fixes[0]
    return answers.get(word)


def _not_refused(finding: Finding, refused: Refusals, fixes: Sequence[Fix]) -> list[Fix]:
    return [candidate for candidate in fixes if fix_key(finding, candidate) not in refused]
