"""The command line: click's options made into a request."""

import os
import sys

import click

from dfix import __version__
from dfix.build import BuildOptions
from dfix.command import Request, run, wants_color
from dfix.engine import Options
from dfix.findings import Applicability, Confidence, Family


def _codes(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given with commas or repeated; each must be a code or the beginning of one."""
    from dfix.rules import rules

    codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    for code in codes:
        if not any(rule.code.startswith(code) for rule in rules()):
            known = ", ".join(rule.code for rule in rules())
            raise click.BadParameter(f"there is no rule {code}; the rules are {known}")
    return codes


def _fix_names(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Names of fixes given with commas or repeated: an id, or a code with a number or an id behind a colon."""
    from dfix.rules import rules

    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    codes = {rule.code for rule in rules()}
    ids = {repair.id for rule in rules() for repair in rule.repairs}
    for name in names:
        code, colon, rest = name.rpartition(":")
        if (colon and code.upper() not in codes) or not (rest in ids or (colon and rest.isdigit())):
            from difflib import get_close_matches

            near = get_close_matches(rest, ids, 1)
            meant = f"; did you mean {near[0]}?" if near else f"; the fixes are {', '.join(sorted(ids))}"
            raise click.BadParameter(f"there is no fix {name}{meant}")
    return tuple(
        f"{code.upper()}:{rest}" if colon else rest for code, colon, rest in (n.rpartition(":") for n in names)
    )


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
@click.option(
    "--prefer",
    type=click.Choice([family.value for family in Family]),
    help="Which kind of fix comes first [default: the surest, then the smallest].",
)
@click.option(
    "--fix-id",
    "fix_names",
    multiple=True,
    callback=_fix_names,
    metavar="IDS",
    help="With --write or --diff: only these fixes, safe or not (cgo-off, DF101:2, DF101:cgo-off).",
)
@click.option("--interactive", "-i", is_flag=True, help="Ask for each finding which fix to make.")
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
@click.option("--context", "folder", type=click.Path(), metavar="DIR", help="The build context [default: the file's].")
@click.option("--no-context", is_flag=True, help="Do not read the build context.")
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
    prefer: str | None,
    fix_names: tuple[str, ...],
    interactive: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    target: str | None,
    build_arg: dict[str, str],
    platform: str | None,
    min_confidence: str,
    output_format: str,
    color: str,
    folder: str | None,
    no_context: bool,
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
    if fix_names and not (write or diff):
        raise click.UsageError("--fix-id needs --write or --diff")
    if interactive and (diff or output_format != "text" or "-" in paths or not sys.stdin.isatty()):
        raise click.UsageError("--interactive needs a terminal, and neither --diff nor --format nor standard input")
    confidence = Confidence[min_confidence.upper()]
    preferred = Family(prefer) if prefer else None
    options = Options(BuildOptions(target, build_arg, platform), select, ignore, confidence, prefer=preferred)
    request = Request(
        paths or (".",),
        options,
        write,
        diff,
        Applicability.UNSAFE if unsafe_fixes else Applicability.SAFE,
        output_format,
        wants_color(color),
        quiet,
        stdin_filename,
        exit_zero,
        debug,
        folder,
        no_context,
        fix_names,
        interactive,
    )
    context.exit(run(request))
