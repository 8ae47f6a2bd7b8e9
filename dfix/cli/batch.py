"""``dfix batch IN OUT``: Dockerfiles that are records of a data set."""

import os
import sys

import click

from dfix import __version__
from dfix.cli.options import settings_of
from dfix.config.settings import CONFIDENCES
from dfix.report.escape import harmless
from dfix.text.wording import counted
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.batch.run import Summary
    from dfix.batch.work import Job, Workers
    from dfix.config import Settings


@click.command()
@click.argument("source", metavar="IN", type=click.Path(dir_okay=False))
@click.argument("target", metavar="OUT", type=click.Path(dir_okay=False))
@click.option("--scheduler", metavar="ADDRESS", help="Judge on a Dask cluster, not in processes of this machine.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many processes [default: one a processor].")
@click.option("--timing", is_flag=True, help="Add the seconds that each record took; two runs differ then.")
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules (DF101,DF3).")
@click.option("--ignore", multiple=True, metavar="CODES", help="All rules but these.")
@click.option("--min-confidence", type=click.Choice(CONFIDENCES), default="likely", show_default=True)
@click.option("--platform", metavar="OS/ARCH", help="The platform that is built for.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
@click.pass_context
def batch(
    ctx: click.Context,
    /,
    source: str,
    target: str,
    scheduler: str | None,
    jobs: int | None,
    timing: bool,
    quiet: bool,
    **values: object,
) -> None:
    """Judge the Dockerfiles that are records of IN, and write one result for each to OUT.

    IN and OUT are JSON lines, or Parquet where the name ends in .parquet. A record has the keys
    path and text, and may have id and context. The results are in the order of the records; what
    cannot be judged has an error. A run that was stopped goes on where it was.
    """
    from dfix.batch.extra import MissingExtraError
    from dfix.batch.source import InputError

    job = _job(settings_of(values, os.getcwd()), timing=timing)
    try:
        summary = _run(source, target, job, _workers(scheduler, jobs), quiet=quiet)
    except (InputError, MissingExtraError, OSError) as error:
        click.echo(f"error: {harmless(str(error))}", err=True)
        ctx.exit(2)
    if not quiet:
        found = f"{summary.with_findings} with findings, {summary.errors} with an error"
        click.echo(f"{counted(summary.records, 'record')}: {found}", err=True)


def _job(settings: "Settings", *, timing: bool) -> "Job":
    from dfix.batch.work import Job
    from dfix.confidence import Confidence
    from dfix.engine import Options
    from dfix.plan import BuildOptions

    build = BuildOptions(platform=settings.platform)
    least = settings.min_confidence or Confidence.LIKELY
    return Job(Options(build, settings.select or (), settings.ignore or (), least), timing)


def _workers(scheduler: str | None, jobs: int | None) -> "Workers":
    if scheduler:
        from dfix.batch.cluster import Cluster

        return Cluster(scheduler)
    from dfix.batch.processes import Processes

    return Processes(jobs)


def _run(source: str, target: str, job: "Job", workers: "Workers", *, quiet: bool) -> "Summary":
    """Run, with a progress bar on a terminal."""
    from dfix.batch.run import run
    from dfix.batch.source import size

    if quiet or not sys.stderr.isatty():
        return run(source, target, job, workers, __version__, lambda _: None)
    bar = click.progressbar(length=size(source), label="judging", file=sys.stderr)
    with bar:
        return run(source, target, job, workers, __version__, lambda progress: bar.update(progress.done - bar.pos))
