"""``dfix explain``: the pages of rules and repairs, and a fix of a finding in full."""

import os

import click

from dfix.config import Finder, Settings
from dfix.findings import Finding
from dfix.run.pages import known_names, pages_named


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """For shell completion."""
    return [word for word in known_names() if word.lower().startswith(incomplete.lower())]


def _pages(word: str) -> list[str]:
    try:
        return pages_named(word)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.argument("words", nargs=-1, required=True, shell_complete=_complete)
def explain(words: tuple[str, ...]) -> None:
    """Show the pages of rules and fixes, or one fix of a file in full.

    WORDS are codes, their beginnings (DF1), names of rules, or ids of fixes (cgo-off). CODE:N FILE... shows the
    N-th fix of the findings of that rule in the files, CODE:ID the fix of that id.
    """
    code, colon, name = words[0].partition(":")
    if colon:
        shown = _fix_in_full(code.upper(), name, words[1:] or (".",))
    else:
        shown = "\n".join(page for word in words for page in _pages(word))
    click.echo(shown, nl=False)


def _fix_in_full(code: str, name: str, paths: tuple[str, ...]) -> str:
    """The findings of a rule in the files, each with the named fix alone.

    Raises:
        click.BadParameter: no finding has such a fix, or a file cannot be read.
    """
    from dfix.config.settings import Place, read_fix_ids
    from dfix.report.file_report import RenderOptions
    from dfix.report.text import render
    from dfix.run.baseline import Baseline
    from dfix.run.command import wants_color
    from dfix.run.files import find
    from dfix.run.streams import columns
    from dfix.run.work import Task, work

    try:
        read_fix_ids([f"{code}:{name}"], Place(os.getcwd()))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    task = Task(Settings(), Finder(), Baseline(os.getcwd()))
    shown = []
    for report in (work(task, item) for item in find(paths)):
        if report.error:
            raise click.BadParameter(f"{report.path}: {report.whole_error}")
        chosen = (_with_one_fix(finding, name) for finding in report.findings if finding.code == code)
        shown.append(report._replace(findings=tuple(one for one in chosen if one.fixes)))
    if not any(report.findings for report in shown):
        raise click.BadParameter(f"no finding of {code} has a fix {name} in {', '.join(paths)}")
    return render(shown, RenderOptions(wants_color("auto"), columns=columns()))


def _with_one_fix(finding: Finding, name: str) -> Finding:
    """The finding with the fix of that number, from one, or of that id."""
    return finding.with_fixes(
        lambda fixes: [fix for number, fix in enumerate(fixes, 1) if name in (str(number), fix.repair.id)]
    )
