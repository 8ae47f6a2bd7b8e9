"""``dfix [check] PATHS``: its options made into a request."""

import os
import sys
from collections.abc import Iterator
from typing import NoReturn

import click

from dfix.cli.options import analysis_options, settings_of
from dfix.config import ConfigError, Finder
from dfix.config.settings import COLORS, FORMATS, SEVERITIES
from dfix.run.command import Request, files_of, found_by, run


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, type=click.Path(path_type=str, allow_dash=True))
@click.option("--write", is_flag=True, help="Repair the files with the safe fixes.")
@click.option("--diff", is_flag=True, help="Print what --write would change; write nothing.")
@click.option("--unsafe-fixes/--no-unsafe-fixes", default=None, help="With --write or --diff: the unsafe fixes too.")
@click.option(
    "--fix-id",
    "fix_ids",
    multiple=True,
    metavar="IDS",
    help="With --write or --diff: only these fixes, safe or not (cgo-off, DF101:2, DF101:cgo-off).",
)
@click.option("--interactive", "-i", is_flag=True, help="Ask for each finding which fix to make.")
@click.option(
    "--add-ignores", "ignores", metavar="REASON", help="Write a comment before each instruction that suppresses it."
)
@analysis_options
@click.option("--include", multiple=True, metavar="PATTERNS", help="Further names that Dockerfiles have.")
@click.option("--exclude", multiple=True, metavar="PATTERNS", help="Files and directories to skip.")
@click.option("--force-exclude", is_flag=True, default=None, help="Skip excluded files even where they are named.")
@click.option("--format", "-f", type=click.Choice(FORMATS), help="The output's format [default: text].")
@click.option("--color", type=click.Choice(COLORS), help="[default: auto]")
@click.option("--statistics", is_flag=True, default=None, help="Count the findings of each rule.")
@click.option("--output-file", "-o", type=click.Path(), metavar="FILE", help="Write the findings into this file.")
@click.option("--show-fixes", is_flag=True, help="Show every fix in full, not only the first three.")
@click.option("--show-files", "show", flag_value="files", help="Print which files would be checked, and check none.")
@click.option(
    "--show-settings", "show", flag_value="settings", help="Print the settings of each path, and check nothing."
)
@click.option("--quiet", "-q", is_flag=True, default=None, help="Only errors and the exit code.")
@click.option("--exit-zero/--no-exit-zero", default=None, help="Exit with 0 although findings are left.")
@click.option("--fail-level", type=click.Choice(SEVERITIES), help="Fail only for findings at least so severe.")
@click.option("--exit-non-zero-on-fix", is_flag=True, default=None, help="Exit with 1 although all was repaired.")
@click.option("--baseline", type=click.Path(), metavar="FILE", help="Findings in this file are not reported.")
@click.option("--write-baseline", is_flag=True, help="Write the findings into the baseline [.dfix-baseline.json].")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="Processes for many files [default: all].")
@click.option("--watch", is_flag=True, help="Run again whenever a file changes.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="The name of the text that - reads.")
@click.option("--debug", is_flag=True, hidden=True, help="Show where dfix failed.")
@click.pass_context
def check(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    write: bool,
    diff: bool,
    interactive: bool,
    write_baseline: bool,
    watch: bool,
    stdin_filename: str,
    debug: bool,
    ignores: str | None,
    output_file: str | None,
    show_fixes: bool,
    show: str | None,
    config: str | None,
    isolated: bool,
    **values: object,
) -> None:
    """Analyse Dockerfiles, and repair them (what dfix does without a command)."""
    request = Request(
        paths or (".",), settings_of(values, os.getcwd()), write, diff, interactive, stdin_filename, config, isolated,
        write_baseline, debug, None if ignores is None else _reason(ignores), output_file, show_fixes,
    )  # fmt: skip
    conflict = next(_conflicts(request, watch=watch), None)
    if conflict:
        raise click.UsageError(conflict)
    if show:
        _show(request, settings=show == "settings")
    elif watch:
        _watch(request)
    else:
        ctx.exit(run(request))


def _show(request: Request, *, settings: bool) -> None:
    """Print the settings of each path, or which files would be checked."""
    from dfix.run.showing import shown_files, shown_settings

    try:
        if settings:
            finder = Finder(request.config, isolated=request.isolated)
            click.echo("\n".join(shown_settings(request.given, finder, path) for path in request.paths), nl=False)
        else:
            click.echo(shown_files(found_by(request)), nl=False)
    except ConfigError as error:
        raise click.UsageError(f"{error.path}: {error}") from None


def _conflicts(request: Request, *, watch: bool) -> Iterator[str]:
    """What the options ask for and cannot have together."""
    if request.write and request.diff:
        yield "--write and --diff exclude each other"
    if request.given.fix_ids and not (request.write or request.diff):
        yield "--fix-id needs --write or --diff"
    if request.ignores is not None and (request.write or request.interactive or request.write_baseline):
        yield "--add-ignores excludes --write, --interactive and --write-baseline"
    if request.write_baseline and (request.write or request.diff or request.interactive):
        yield "--write-baseline excludes --write, --diff and --interactive"
    if request.interactive and not _can_ask(request):
        yield "--interactive needs a terminal, and neither --diff nor --format nor standard input"
    if watch and (request.interactive or request.diff or "-" in request.paths):
        yield "--watch excludes --interactive, --diff and standard input"


def _reason(text: str) -> str:
    from dfix.engine.ignore import checked_reason

    try:
        return checked_reason(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--add-ignores") from None


def _can_ask(request: Request) -> bool:
    """Whether a user can be asked about each finding."""
    is_text = request.given.format in (None, "text")
    return is_text and not request.diff and "-" not in request.paths and sys.stdin.isatty()


def _watch(request: Request) -> NoReturn:
    from dfix.run.watch import Told, watch

    told = Told(lambda text: click.echo(text, err=True, nl=False), quiet=bool(request.given.quiet))
    watch(lambda: files_of(request), lambda: run(request, told))
