"""``dfix graph FILE``: the stages of a build, what is copied between them, and whether it runs there."""

import os
from typing import NoReturn

import click

from dfix.cli.options import judging_options, settings_of
from dfix.config import Settings
from dfix.config.settings import COLORS
from dfix.report.graph import FORMATS
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.report.graph.drawing import Drawing


@click.command()
@click.argument("path", default="Dockerfile", metavar="[FILE]", type=click.Path(allow_dash=True))
@click.option("--format", "-f", "output_format", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--color", type=click.Choice(COLORS), default="auto", help="[default: auto]")
@judging_options
@click.pass_context
def graph(
    ctx: click.Context,
    /,
    path: str,
    output_format: str,
    color: str,
    config: str | None,
    isolated: bool,
    **values: object,
) -> None:
    """Draw the stages of FILE, and what is copied from one to another: what runs there, and what does not.

    FILE is a Dockerfile, a file that carries some, or - for standard input; by default ./Dockerfile. A sign tells the
    verdict besides the colour: ✓ runs, ✗ does not, ! has another finding, · is not judged.

    Exit codes: 0 drawn, 2 the file cannot be read.
    """
    from dfix.config import ConfigError, Finder
    from dfix.report.graph import graph_renderer
    from dfix.run.command import wants_color
    from dfix.run.streams import columns, speak

    try:
        configured = Finder(config, isolated=isolated).for_directory(os.path.dirname(path)).for_file(path)
    except ConfigError as error:
        _fail(path, str(error))
    settings = settings_of(values, os.getcwd()).over(configured)
    drawing = _drawing(path, settings)._replace(color=wants_color(color), columns=columns())
    speak(graph_renderer(output_format)(drawing), err=False)
    ctx.exit(0)


def _drawing(path: str, settings: Settings) -> "Drawing":
    """What is drawn of a file."""
    from dfix.graph.model import Graph
    from dfix.hosts import HostError
    from dfix.plan import BuildError
    from dfix.report.escape import harmless
    from dfix.report.graph.drawing import Drawing
    from dfix.run import files
    from dfix.run.graphs import report_with_graph
    from dfix.run.streams import speak
    from dfix.run.work import notes_of_lock, options_of

    name = "<stdin>" if path == "-" else path
    try:
        data = files.check(name, files.read_standard_input(name)) if path == "-" else files.read(path)
        options = options_of(settings, name, data=data)
        for note in notes_of_lock(name, data, settings, options):
            speak(f"{harmless(name)}: note: {harmless(note)}\n", err=True)
        report = report_with_graph(name, data, options)
    except files.FileError as error:
        _fail(name, f"{error}; {error.help}")
    except (BuildError, HostError) as error:
        _fail(name, str(error))
    return Drawing(report.graph or Graph(), report.source, report.findings)


def _fail(path: str, message: str) -> NoReturn:
    from dfix.report.escape import harmless

    click.echo(f"{harmless(path)}: error: {harmless(message)}", err=True)
    raise SystemExit(2)
