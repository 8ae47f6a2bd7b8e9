"""Ask at a terminal, finding by finding, which repair to make.

One key an answer; nothing is drawn that scrolling would spoil, so it works over any connection.
"""

from collections.abc import Callable, Sequence

from dfix.engine import Analysis, FixResult, Options, Refusal, analyse_all, proved
from dfix.findings import Finding, Fix
from dfix.report.escape import harmless
from dfix.report.text import Painter, change_lines, finding_lines
from dfix.values import NamedTuple

MOST_KEYS = 9
HELP = (
    "a number makes that repair, Enter the first; s skips; d shows all changes so far; "
    "q ends and keeps them; ^C drops them"
)


class Terminal(NamedTuple):
    """How to speak and to hear: ``key`` waits for one key and returns it."""

    say: Callable[[str], None]
    key: Callable[[], str]
    color: bool


def repair(path: str, data: bytes, options: Options, terminal: Terminal) -> FixResult:
    """The file after the repairs that were chosen.

    Raises:
        KeyboardInterrupt: the user gave up; nothing may be written.
        dfix.plan.BuildError: ``options.build.target`` names no stage.
    """
    analysis = analyse_all(data, options)
    applied: list[tuple[Finding, Fix]] = []
    refused: list[Refusal] = []
    passed: set[tuple[str, str, str]] = set()
    while finding := next((f for f in analysis.findings if f.identity not in passed), None):
        passed.add(finding.identity)
        choices = [fix for fix in finding.fixes if not fix.obstacle][:MOST_KEYS]
        _show(path, analysis, finding, terminal)
        chosen = _ask(path, data, analysis, choices, terminal)
        if chosen is None:
            break
        if chosen not in choices:
            continue
        after = proved(analysis, [(finding, chosen)], options)
        if isinstance(after, str):
            refused.append(Refusal(finding, chosen, after))
            terminal.say(f"not made: {harmless(after)}\n\n")
            passed.discard(finding.identity)
            analysis = _without(analysis, finding, chosen)
            continue
        applied.append((finding, chosen))
        analysis = after
    return FixResult(analysis.source.data, tuple(applied), tuple(refused), analysis)


def _show(path: str, analysis: Analysis, finding: Finding, terminal: Terminal) -> None:
    paint = Painter(color=terminal.color)
    terminal.say("".join(f"{line}\n" for line in finding_lines(path, analysis.source, finding, paint)))


def _ask(path: str, before: bytes, analysis: Analysis, choices: Sequence[Fix], terminal: Terminal) -> Fix | str | None:
    """The fix that was chosen, ``skip``, or None to end."""
    numbers = f"1-{len(choices)}, " if len(choices) > 1 else "1, " if choices else ""
    while True:
        terminal.say(f"repair? [{numbers}s skip, d diff, q end, ? help] ")
        key = terminal.key()
        terminal.say(f"{key if key.isprintable() else ''}\n")
        if key in ("\r", "\n", "y") and choices:
            return choices[0]
        if key.isdigit() and 0 < int(key) <= len(choices):
            return choices[int(key) - 1]
        if key in ("s", "n") or (key in ("\r", "\n") and not choices):
            return "skip"
        if key in ("q", "\x04"):
            return None
        if key == "d":
            terminal.say(change_lines(before, analysis.source.data, path, Painter(color=terminal.color)))
        else:
            terminal.say(f"{HELP}\n")


def _without(analysis: Analysis, finding: Finding, tried: Fix) -> Analysis:
    """The analysis with a fix less, which proved to be none."""
    kept = tuple(fix for fix in finding.fixes if fix is not tried)
    findings = tuple(f._replace(fixes=kept) if f is finding else f for f in analysis.findings)
    return analysis._replace(findings=findings)
