"""The command line: options in, findings and repaired files out, an exit code."""

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple

import click

from dfix import __version__
from dfix.build import BuildError, BuildOptions
from dfix.engine import Analysis, FixResult, Options, analyse, fix
from dfix.files import FileError, check, find, read, write
from dfix.findings import Applicability, Confidence
from dfix.report import json as json_report
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
    debug: bool


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
        _speak(json_report.render([_object(outcome) for outcome in outcomes]), err=_text_goes_out(request))
    if not request.quiet and request.format == "text":
        _summary(request, outcomes)
    if any(isinstance(outcome.error, OwnFaultError) for outcome in outcomes):
        return OWN_FAULT
    if any(outcome.error for outcome in outcomes):
        return MISUSE
    left = any(outcome.analysis and outcome.analysis.findings for outcome in outcomes)
    changes = request.diff and any(o.result and o.result.data != o.before for o in outcomes)
    return FINDINGS if left or changes else CLEAN


def _one(request: Request, found: "str | FileError") -> Outcome:
    """Analyse, and where asked repair, one file; an error concerns this file alone."""
    if isinstance(found, FileError):
        return Outcome(found.path, b"", None, None, found)
    path = request.stdin_filename if found == STDIN else found
    data = b""
    try:
        data = sys.stdin.buffer.read() if found == STDIN else read(found)
        check(path, data)
        return _judge(request, found, path, data)
    except FileError as error:
        if found == STDIN and request.write:
            _pass_on(data)
        return Outcome(path, data, None, None, error)
    except BuildError as error:
        if found == STDIN and request.write:
            _pass_on(data)
        return Outcome(path, data, None, None, FileError(path, str(error), "see --target"))
    except Exception as error:
        if request.debug:
            raise
        if found == STDIN and request.write:
            _pass_on(data)
        message = f"dfix failed on this file ({type(error).__name__}: {error})"
        fault = OwnFaultError(path, message, "please report it with the file and what --debug shows")
        return Outcome(path, data, None, None, fault)


def _judge(request: Request, found: str, path: str, data: bytes) -> Outcome:
    if not (request.write or request.diff):
        return Outcome(path, data, analyse(data, request.options), None, None)
    result = fix(data, request.options, request.allowed)
    if request.diff:
        from dfix.text.diff import unified_diff

        _pass_on(unified_diff(data, result.data, path))
    elif found == STDIN:
        _pass_on(result.data)
    elif result.data != data:
        write(found, data, result.data)
    return Outcome(path, data, result.remaining, result, None)


def _text_goes_out(request: Request) -> bool:
    """Whether standard output carries file text, so that messages must go elsewhere."""
    return request.diff or (request.write and STDIN in request.paths)


def _show(request: Request, outcome: Outcome) -> None:
    if outcome.error:
        line = text_report.error_line(outcome.path, str(outcome.error), outcome.error.help, color=request.color)
        click.echo(line, nl=False, err=True, color=request.color)
    elif outcome.analysis and not request.quiet:
        _speak(text_report.render(outcome.path, outcome.analysis, color=request.color), err=_text_goes_out(request))


def _summary(request: Request, outcomes: list[Outcome]) -> None:
    """One line at the end, when there is something to say."""
    findings = [f for o in outcomes if o.analysis for f in o.analysis.findings]
    applied = sum(len(o.result.applied) for o in outcomes if o.result)
    parts = []
    if applied:
        changed = sum(1 for o in outcomes if o.result and o.result.data != o.before)
        verb = "would repair" if request.diff else "repaired"
        parts.append(f"{verb} {_count(applied, 'finding')} in {_count(changed, 'file')}")
    if findings:
        parts.append(f"{_count(len(findings), 'finding')} {'left' if applied or request.write else 'found'}")
        parts += _advice(request, [max((x.applicability for x in f.fixes), default=None) for f in findings])
    if parts:
        click.echo("; ".join(parts), err=True)


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


def _object(outcome: Outcome) -> Mapping[str, object]:
    if outcome.analysis is None:
        error = outcome.error
        return json_report.error_object(outcome.path, str(error), error.help if error else "")
    return json_report.file_object(outcome.path, outcome.analysis)


def _speak(text: str, *, err: bool) -> None:
    stream = sys.stderr if err else sys.stdout
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "replace"))
    stream.flush()


def _pass_on(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _codes(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given with commas or repeated; each must be a code or the beginning of one."""
    from dfix.rules import rules

    codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    for code in codes:
        if not any(rule.code.startswith(code) for rule in rules()):
            known = ", ".join(rule.code for rule in rules())
            raise click.BadParameter(f"there is no rule {code}; the rules are {known}")
    return codes


def _build_args(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = (value.partition("=") for value in values)
    return {name: value if sign else os.environ.get(name, "") for name, sign, value in pairs}


def _explain(context: click.Context, _parameter: click.Parameter, code: str | None) -> None:
    if code is None or context.resilient_parsing:
        return
    from dfix.report.page import rule_page
    from dfix.rules import rules

    wanted = code.upper()
    rule = next((rule for rule in rules() if wanted in (rule.code, rule.name.upper())), None)
    if rule is None:
        raise click.BadParameter(f"there is no rule {code}; the rules are {', '.join(r.code for r in rules())}")
    click.echo(rule_page(rule), nl=False)
    context.exit()


def _colored(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return choice == "always"


CONFIDENCES = [confidence.word for confidence in Confidence]


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 nothing left to say, 1 findings left, 2 wrong use or a file that cannot be read, "
    "3 a fault of dfix itself.",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=str, allow_dash=True))
@click.option("--write", is_flag=True, help="Repair the files with the safe fixes.")
@click.option("--diff", is_flag=True, help="Print what --write would change; write nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --write or --diff: the unsafe fixes too.")
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these rules (DF101,DF3).")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="All rules but these.")
@click.option("--target", metavar="STAGE", help="The stage that is built, as for docker build.")
@click.option("--build-arg", multiple=True, callback=_build_args, metavar="K=V", help="As for docker build.")
@click.option("--platform", metavar="OS/ARCH", help="The platform that is built for.")
@click.option(
    "--min-confidence",
    type=click.Choice(CONFIDENCES),
    default="likely",
    show_default=True,
    help="Show findings that are at least so sure.",
)
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--quiet", "-q", is_flag=True, help="Only errors and the exit code.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although findings are left.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="What to call the text that - reads.")
@click.option("--debug", is_flag=True, hidden=True, help="Show where dfix failed.")
@click.option("--explain", callback=_explain, expose_value=False, is_eager=True, metavar="CODE", help="A rule's page.")
@click.version_option(__version__, prog_name="dfix")
@click.pass_context
def main(
    context: click.Context,
    paths: tuple[str, ...],
    write: bool,
    diff: bool,
    unsafe_fixes: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    target: str | None,
    build_arg: dict[str, str],
    platform: str | None,
    min_confidence: str,
    output_format: str,
    color: str,
    quiet: bool,
    exit_zero: bool,
    stdin_filename: str,
    debug: bool,
) -> None:
    """Tell what in a Dockerfile cannot run where it lands, and repair it.

    PATHS are Dockerfiles, directories, or - for standard input; by default the current directory.
    With - and --write the repaired text goes to standard output, messages to standard error.
    """
    if write and diff:
        raise click.UsageError("--write and --diff exclude each other")
    confidence = Confidence[min_confidence.upper()]
    options = Options(BuildOptions(target, build_arg, platform), select, ignore, confidence)
    request = Request(
        paths or (".",),
        options,
        write,
        diff,
        Applicability.UNSAFE if unsafe_fixes else Applicability.SAFE,
        output_format,
        _colored(color),
        quiet,
        stdin_filename,
        debug,
    )
    code = run(request)
    context.exit(CLEAN if exit_zero and code == FINDINGS else code)
