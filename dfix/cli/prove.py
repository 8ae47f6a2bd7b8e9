"""``dfix prove FILE``: lets a builder decide about findings and fixes."""

import os
import shlex
from typing import NoReturn

import click

from dfix.cli.options import analysis_options, settings_of
from dfix.config import Settings
from dfix.prove.builder import NAMES
from dfix.report.escape import harmless, json_text
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.prove.session import Report


class Ask(NamedTuple):
    """What a call asks for; ``fix``, ``write`` and ``unsafe_fixes`` as on the command line."""

    builder: str | None
    command: str
    timeout: int
    fix: bool
    write: bool
    unsafe_fixes: bool


@click.command()
@click.argument("path", default="Dockerfile", metavar="[FILE]", type=click.Path())
@click.option("--fix", is_flag=True, help="Build the fixes of each proved finding too, safe ones first.")
@click.option("--write", is_flag=True, help="With --fix: write the first fix of each finding that builds and cures.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix: the unsafe fixes too.")
@click.option("--builder", type=click.Choice(NAMES), help="The builder [default: the first of them].")
@click.option("--run", "command", default="", metavar="CMD", help="Run this in each image too; tell its exit status.")
@click.option(
    "--timeout", type=click.IntRange(1), default=3600, show_default=True, metavar="SECONDS", help="For all builds."
)
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@analysis_options
@click.pass_context
def prove(
    ctx: click.Context, /, path: str, output_format: str, config: str | None, isolated: bool, **values: object
) -> None:
    """Build the stages that dfix has findings in, and look whether the findings are true.

    This executes the Dockerfile: its RUN commands run in the builder's sandbox, and its images are fetched. No other
    command of dfix builds anything. The builder is buildctl (where BUILDKIT_HOST is set), docker buildx, docker,
    podman or buildah.

    Exit codes: 0 nothing fails (any more), 1 a fault is proved and left, 2 nothing can be built.
    """
    from dfix.config import ConfigError, Finder

    ask = Ask(*(values.pop(field) for field in Ask._fields))  # type: ignore[arg-type]
    if (ask.write or ask.unsafe_fixes) and not ask.fix:
        raise click.UsageError("--write and --unsafe-fixes need --fix")
    try:
        configured = Finder(config, isolated=isolated).for_directory(os.path.dirname(path)).for_file(path)
    except ConfigError as error:
        _fail(path, str(error))
    settings = settings_of(values, os.getcwd()).over(configured)
    ctx.exit(_proved(path, settings, ask, is_json=output_format == "json"))


def _proved(path: str, settings: Settings, ask: Ask, *, is_json: bool) -> int:
    """Prove a file and print the result; the exit code."""
    from dfix.plan import BuildError
    from dfix.prove.report import as_json, text
    from dfix.prove.workshop import NoBuilderError
    from dfix.run import files

    try:
        data = files.read(path)
        builder, report = _report(path, data, settings, ask, is_json=is_json)
        written = ask.write and report.text != data
        if written:
            files.write(path, data, report.text)
    except files.FileError as error:
        _fail(path, f"{error}; {error.help}")
    except (NoBuilderError, BuildError, ValueError) as error:
        _fail(path, str(error))
    if is_json:
        click.echo(json_text(as_json(path, builder, report, written=written)))
    else:
        click.echo("\n".join(text(path, report)))
    return 2 if report.nothing_built else int(bool(report.left or report.surprises))


def _report(path: str, data: bytes, settings: Settings, ask: Ask, *, is_json: bool) -> "tuple[str, Report]":
    """The builder's name, and what was proved."""
    from dfix.findings import Applicability
    from dfix.prove.session import Session
    from dfix.prove.workshop import builder_for, recipe_of, workshop
    from dfix.run.work import notes_of_lock, options_of

    options, say = options_of(settings, path, data=data), _silent if is_json else _say
    for note in notes_of_lock(path, data, settings, options):
        say(f"{path}: note: {note}")
    allowed = (Applicability.UNSAFE if ask.unsafe_fixes else Applicability.SAFE) if ask.fix else None
    command = shlex.split(ask.command)
    builder = builder_for(ask.builder or "", runs=bool(command))
    with workshop(
        builder, recipe_of(path, settings, options.context.path if options.context else ""), ask.timeout, command
    ) as shop:
        session = Session(shop, options, say)
        return builder.name, session.prove(data, allowed)


def _say(line: str) -> None:
    click.echo(harmless(line), err=True)


def _silent(line: str) -> None:
    """Say nothing: the output is for a program."""


def _fail(path: str, message: str) -> NoReturn:
    click.echo(f"{harmless(path)}: error: {harmless(message)}", err=True)
    raise SystemExit(2)
