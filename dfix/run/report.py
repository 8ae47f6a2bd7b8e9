"""``dfix report``: the findings and graphs of files, written as one HTML page."""

import os
from collections.abc import Sequence

from dfix.config import Finder, Settings
from dfix.config.regular_file import open_regular
from dfix.report.file_report import FileReport, RenderOptions
from dfix.run.baseline import Baseline, BaselineError, load
from dfix.run.files import FileError, Selection, write_new
from dfix.run.parallel import reports
from dfix.run.work import Task, items

STDOUT = "-"
# How each page begins; nothing else is ever overwritten.
BEGIN = b"<!doctype html>"


def collected(paths: Sequence[str], given: Settings, finder: Finder) -> tuple[list[FileReport], Settings]:
    """The reports of the files that paths mean, with their graphs, and the settings that hold for all.

    Raises:
        dfix.config.ConfigError: a configuration file is wrong.
        FileError: the baseline cannot be read.
    """
    settings = given.over(finder.for_directory("").settings)
    baseline = Baseline(os.getcwd())
    if settings.baseline:
        try:
            baseline = load(settings.baseline)
        except BaselineError as error:
            raise FileError(settings.baseline, str(error), "make it with --write-baseline") from None
    selection = Selection(settings.include or (), settings.exclude or (), bool(settings.force_exclude))
    task = Task(given, finder, baseline, graphs=True)
    done: list[FileReport] = []
    for report in reports(task, list(items(paths, selection)), settings.jobs):
        if not (report.error and any(other.error and other.path == report.path for other in done)):
            done.append(report)
    return done, settings


def page(done: Sequence[FileReport], settings: Settings) -> bytes:
    """The page about these files."""
    from dfix import __version__
    from dfix.report.html import render

    return render(done, RenderOptions(rule_url=settings.rule_url or "", version=__version__)).encode("utf-8", "replace")


def write_page(path: str, data: bytes) -> None:
    """Write the page in one step.

    Raises:
        FileError: it cannot be written, or the file that is there is no HTML page.
    """
    try:
        with open_regular(path) as file:
            begin = file.read(len(BEGIN))
    except OSError:
        begin = BEGIN
    if begin and begin.lower() != BEGIN:
        raise FileError(path, "this file is there and is no HTML page", "give another name with -o")
    write_new(path, data)
