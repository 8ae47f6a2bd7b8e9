"""Do what was asked: read files, analyse or repair them, show what was found; the exit code."""

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple

from dfix.build import BuildError
from dfix.context import Folder
from dfix.engine import Analysis, FixResult, Options, analyse, fix
from dfix.files import FileError, check, find, read, write
from dfix.findings import Applicability, Confidence
from dfix.report import text as text_report

CLEAN, FINDINGS, MISUSE, OWN_FAULT = 0, 1, 2, 3
STDIN = "-"


class Request(NamedTuple):
    """What the user asked for."""

    paths: tuple[str, ...]
    options: Options
    write: bool
    diff: bool
    allowed: Applicability
    format: str
    color: bool
    quiet: bool
    stdin_filename: str
    exit_zero: bool
    debug: bool
    context: str | None = None
    no_context: bool = False
    fix_names: tuple[str, ...] = ()
    interactive: bool = False


class OwnFaultError(FileError):
    """dfix itself failed on a file."""


class Outcome(NamedTuple):
    """What became of one file: an analysis, or the reason why there is none."""

    path: str
    before: bytes
    analysis: Analysis | None
    result: FixResult | None
    error: FileError | None


def run(request: Request) -> int:
    """Do what is asked; the exit code."""
    outcomes = []
    for found in find(request.paths):
        outcome = _one(request, found)
        outcomes.append(outcome)
        if request.format == "text":
            _show(request, outcome)
    if request.format == "json":
        _speak(_json(outcomes), err=_text_goes_out(request))
    if not request.quiet and request.format == "text":
        _summary(request, outcomes)
    if any(isinstance(outcome.error, OwnFaultError) for outcome in outcomes):
        return OWN_FAULT
    if any(outcome.error for outcome in outcomes):
        return MISUSE
    left = any(outcome.analysis and outcome.analysis.findings for outcome in outcomes)
    changes = request.diff and any(o.result and o.result.data != o.before for o in outcomes)
    return FINDINGS if (left or changes) and not request.exit_zero else CLEAN


def wants_color(choice: str) -> bool:
    """What ``--color`` means for standard output."""
    if choice == "auto":
        return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return choice == "always"


def _one(request: Request, found: "str | FileError") -> Outcome:
    """Analyse, and where asked repair, one file; an error concerns this file alone."""
    if isinstance(found, FileError):
        return Outcome(found.path, b"", None, None, found)
    path = request.stdin_filename if found == STDIN else found
    data = b""
    try:
        if found == STDIN:
            data = sys.stdin.buffer.read()
            check(path, data)
        else:
            data = read(found)
        return _judge(_with_context(request, path), found, path, data)
    except FileError as error:
        fault = error
    except BuildError as error:
        fault = FileError(path, str(error), "see --target")
    except Exception as error:
        if request.debug:
            raise
        message = f"dfix failed on this file ({type(error).__name__}: {error})"
        fault = OwnFaultError(path, message, "please report it with the file and what --debug shows")
    if found == STDIN and request.write:
        # An editor takes what comes out for the file's new text.
        _pass_on(data)
    return Outcome(path, data, None, None, fault)


def _with_context(request: Request, path: str) -> Request:
    """The request with the build context of one file: the directory named, else the one that the file is in."""
    if request.no_context or (request.context is None and path.startswith("<")):
        return request
    folder = Folder(request.context if request.context is not None else os.path.dirname(path))
    return request._replace(options=request.options._replace(context=folder))


def _judge(request: Request, found: str, path: str, data: bytes) -> Outcome:
    if not (request.write or request.diff or request.interactive):
        return Outcome(path, data, analyse(data, request.options), None, None)
    if request.interactive:
        result = _ask(request, path, data)
    else:
        result = fix(data, request.options, request.allowed, request.fix_names)
    if request.diff:
        from dfix.text.diff import unified_diff

        _pass_on(unified_diff(data, result.data, path))
    elif found == STDIN:
        _pass_on(result.data)
    elif result.data != data:
        write(found, data, result.data)
    return Outcome(path, data, result.remaining, result, None)


def _ask(request: Request, path: str, data: bytes) -> FixResult:
    """The repairs that the user chooses at the terminal."""
    from dfix.interactive import Terminal, repair
    from dfix.terminal import single_keys

    with single_keys() as key:
        return repair(path, data, request.options, Terminal(lambda text: _speak(text, err=False), key, request.color))


def _text_goes_out(request: Request) -> bool:
    """Whether standard output carries file text, so that messages must go elsewhere."""
    return request.diff or (request.write and STDIN in request.paths)


def _show(request: Request, outcome: Outcome) -> None:
    if outcome.error:
        line = text_report.error_line(outcome.path, str(outcome.error), outcome.error.help, color=request.color)
        _speak(line, err=True)
    elif outcome.analysis and not request.quiet and not request.interactive:
        _speak(text_report.render(outcome.path, outcome.analysis, color=request.color), err=_text_goes_out(request))
    if outcome.result and not request.quiet and not request.interactive:
        _speak(text_report.refusals(outcome.path, outcome.result, color=request.color), err=True)


def _summary(request: Request, outcomes: list[Outcome]) -> None:
    """One line at the end, when there is something to say."""
    findings = [f for o in outcomes if o.analysis for f in o.analysis.findings]
    applied = sum(len(o.result.applied) for o in outcomes if o.result)
    parts = []
    if applied:
        changed = sum(1 for o in outcomes if o.result and o.result.data != o.before)
        verb = "would repair" if request.diff else "repaired"
        parts.append(f"{verb} {_count(applied, 'finding')} in {_count(changed, 'file')}")
        unsure = {f.title for o in outcomes if o.result for _, f in o.result.applied if f.cure < Confidence.CERTAIN}
        parts += [f"only probably cured: {', '.join(sorted(unsure))}"] if unsure else []
    if findings:
        was_repairing = applied or request.write or request.interactive
        parts.append(f"{_count(len(findings), 'finding')} {'left' if was_repairing else 'found'}")
        parts += _advice(request, [max((x.applicability for x in f.fixes), default=None) for f in findings])
    if parts:
        _speak("; ".join(parts) + "\n", err=True)


def _advice(request: Request, best: list[Applicability | None]) -> list[str]:
    safe = sum(1 for applicability in best if applicability is Applicability.SAFE)
    unsafe = sum(1 for applicability in best if applicability is Applicability.UNSAFE)
    advice = []
    if safe and not request.write:
        advice.append(f"{safe} can be repaired with --write")
    if unsafe and request.allowed is Applicability.SAFE:
        advice.append(f"{unsafe} with --write --unsafe-fixes")
    return advice


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _json(outcomes: list[Outcome]) -> str:
    from dfix.report.json import error_object, file_object, render

    def as_object(outcome: Outcome) -> Mapping[str, object]:
        if outcome.analysis is not None:
            return file_object(outcome.path, outcome.analysis)
        return error_object(outcome.path, str(outcome.error), outcome.error.help if outcome.error else "")

    return render(map(as_object, outcomes))


def _speak(text: str, *, err: bool) -> None:
    stream = sys.stderr if err else sys.stdout
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "replace"))
    stream.flush()


def _pass_on(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
