"""``dfix report PATHS``: one HTML page with the findings, the repairs and the graphs."""

import os
from typing import NoReturn

import click

from dfix.cli.options import analysis_options, settings_of


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--output",
    "-o",
    default="dfix-report.html",
    show_default=True,
    metavar="FILE",
    help="The page; - for standard output.",
)
@click.option("--include", multiple=True, metavar="PATTERNS", help="Further names that Dockerfiles have.")
@click.option("--exclude", multiple=True, metavar="PATTERNS", help="Files and directories to skip.")
@click.option("--baseline", type=click.Path(), metavar="FILE", help="Findings in this file are not reported.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="Processes for many files [default: all].")
@analysis_options
@click.pass_context
def report(
    ctx: click.Context, /, paths: tuple[str, ...], output: str, config: str | None, isolated: bool, **values: object
) -> None:
    """Write a page about one file or a whole tree: findings to filter, the source, repairs to copy, graphs to click.

    The page needs nothing else: it loads nothing and has all that it shows. PATHS are as for dfix.

    Exit codes: 0 the page is written, whatever it tells, 2 wrong use, or a file that cannot be read or written.
    """
    from dfix.config import ConfigError, Finder
    from dfix.run.files import FileError
    from dfix.run.report import STDOUT, collected, page, write_page
    from dfix.run.streams import pass_on, speak
    from dfix.run.summary import Manner, summary

    given = settings_of(values, os.getcwd())
    try:
        done, settings = collected(paths or (".",), given, Finder(config, isolated=isolated))
        data = page(done, settings)
        if output == STDOUT:
            pass_on(data)
        else:
            write_page(output, data)
    except (ConfigError, FileError) as error:
        _fail(error.path, f"{error}; {error.help}" if error.help else str(error))
    where = "" if output == STDOUT else f"{output}: "
    speak(f"{where}{summary(done, Manner())}\n", err=True)
    ctx.exit(2 if any(one.error for one in done) else 0)


def _fail(path: str, message: str) -> NoReturn:
    from dfix.report.escape import harmless

    click.echo(f"{harmless(path)}: error: {harmless(message)}", err=True)
    raise SystemExit(2)
