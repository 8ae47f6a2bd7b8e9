"""One run: find the files, analyse or repair them, show the findings, and give the exit code."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from dfix.config import ConfigError, Finder, Settings
from dfix.findings import Applicability, Finding, Severity
from dfix.report import WITHOUT_FIXES, renderer
from dfix.report.file_report import FileReport, RenderOptions
from dfix.run.baseline import DEFAULT, Baseline, BaselineError, load
from dfix.run.files import FileError, Selection, write_new
from dfix.run.parallel import reports
from dfix.run.streams import columns, pass_on, pass_on_rest, speak
from dfix.run.work import STDIN, Item, Task, items
from dfix.text import Source
from dfix.text.wording import counted
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.run.interactive import Session

CLEAN, FINDINGS, MISUSE, OWN_FAULT = 0, 1, 2, 3
# From this many files on a terminal shows progress.
MANY = 20


class Request(NamedTuple):
    """What the command line says; ``given`` are the settings that it names.

    ``ignores`` is the reason for which every finding gets a comment that suppresses it; None: none gets one.
    ``output_file`` takes what would be written of findings. ``shows_all_fixes``: every fix is shown in full.
    """

    paths: tuple[str, ...]
    given: Settings = Settings()
    write: bool = False
    diff: bool = False
    interactive: bool = False
    stdin_filename: str = "<stdin>"
    config: str | None = None
    isolated: bool = False
    write_baseline: bool = False
    debug: bool = False
    ignores: str | None = None
    output_file: str | None = None
    shows_all_fixes: bool = False


class _Run(NamedTuple):
    """A request with the settings of the configuration."""

    request: Request
    settings: Settings
    task: Task
    render_options: RenderOptions
    output: list[str]

    @property
    def format(self) -> str:
        """The output's format."""
        return self.settings.format or "text"

    def find(self) -> Iterator[Item]:
        """The files that the request means; for a host file that is named, the builds that it names, too."""
        settings = self.settings
        force = bool(settings.force_exclude)
        return items(self.request.paths, Selection(settings.include or (), settings.exclude or (), force))

    @property
    def text_goes_out(self) -> bool:
        """Whether file text goes to standard output, so that messages must go elsewhere."""
        request = self.request
        return request.diff or ((request.write or request.ignores is not None) and STDIN in request.paths)

    def say(self, text: str) -> None:
        """Write of findings: to the output file, else to standard output, or to standard error where text goes out."""
        if self.request.output_file is None:
            speak(text, err=self.text_goes_out)
        else:
            self.output.append(text)

    @property
    def needs_texts(self) -> bool:
        """Whether the files' texts are needed once all files are done."""
        return self.format != "text" or self.request.write_baseline

    @property
    def tells_repairs(self) -> bool:
        """Whether the repairs that were made are listed."""
        return self.format == "text" and not self.settings.quiet and not self.settings.statistics

    @property
    def speaks(self) -> bool:
        """Whether each file's findings are shown as they come."""
        quiet = self.settings.quiet or self.request.interactive or self.request.write_baseline
        return self.format == "text" and not quiet and not self.settings.statistics


def run(request: Request, seen: "Callable[[list[FileReport]], None] | None" = None) -> int:
    """Do what the request says, and return the exit code; ``seen`` gets the reports at the end."""
    try:
        prepared = _prepare(request)
    except (ConfigError, FileError) as error:
        return _misuse(error)
    settings = prepared.settings
    done = _judged(prepared)
    if request.write_baseline:
        return _keep_baseline(prepared, done)
    if prepared.format != "text":
        prepared.say(renderer(prepared.format)(done, prepared.render_options))
    elif settings.statistics:
        prepared.say(_statistics(done))
    try:
        _keep_output(prepared)
    except FileError as error:
        return _misuse(error)
    if not settings.quiet and prepared.format == "text":
        _summary(prepared, done)
    if seen:
        seen(done)
    return _exit_code(prepared, done)


def _judged(prepared: _Run) -> list[FileReport]:
    """Do the task on each file, and show what is found as it comes."""
    found = list(prepared.find())
    task = prepared.task
    if prepared.request.interactive:
        task = task._replace(ask=_asker(prepared.settings, len(found)))
    done: list[FileReport] = []
    for report in _with_progress(prepared, reports(task, found, prepared.settings.jobs), len(found)):
        if report.error and any(other.error and other.path == report.path for other in done):
            continue  # a wrong configuration file is reported once
        pass_on(report.output)
        if report.error and report.output:
            pass_on_rest()
        if prepared.format == "text":
            _show(prepared, report)
        done.append(report if prepared.needs_texts else report.counted())
    return done


def _keep_output(prepared: _Run) -> None:
    """Write the output file, where one is asked for.

    Raises:
        FileError: it cannot be written.
    """
    if prepared.request.output_file is not None:
        write_new(prepared.request.output_file, "".join(prepared.output).encode("utf-8", "replace"))


def found_by(request: Request) -> list[Item]:
    """What a request means: files, builds that other files name, and errors in their place.

    Raises:
        ConfigError: a configuration file is wrong.
    """
    try:
        return list(_prepare(request).find())
    except FileError as error:
        return [error]


def files_of(request: Request) -> list[str]:
    """The Dockerfiles that a request means; none while a configuration file is wrong."""
    try:
        return [path for path in found_by(request) if isinstance(path, str)]
    except ConfigError:
        return []


def wants_color(choice: str) -> bool:
    """What ``--color`` means for standard output (NO_COLOR: no-color.org; FORCE_COLOR: force-color.org)."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _misuse(error: ConfigError | FileError) -> int:
    from dfix.report.text import error_line

    failed = FileReport(error.path, Source(b""), error=str(error), help=error.help)
    speak(error_line(failed, RenderOptions(wants_color("auto"))), err=True)
    return MISUSE


def _prepare(request: Request) -> _Run:
    """The request with the settings of the directory in which dfix runs.

    Raises:
        ConfigError: a configuration file is wrong.
        FileError: the baseline cannot be read.
    """
    finder = Finder(request.config, isolated=request.isolated)
    settings = request.given.over(finder.for_directory("").settings)
    baseline = Baseline(os.getcwd())
    if settings.baseline and not request.write_baseline:
        try:
            baseline = load(settings.baseline)
        except BaselineError as error:
            raise FileError(settings.baseline, str(error), "make it with --write-baseline") from None
    task = Task(
        request.given, finder, baseline, request.write, request.diff, request.stdin_filename, request.debug,
        None, _shows_fixes(request, settings), request.ignores,
    )  # fmt: skip
    return _Run(request, settings, task, _render_options(request, settings), [])


def _shows_fixes(request: Request, settings: Settings) -> bool:
    """Whether the findings, the statistics or the summary say something of fixes."""
    if request.write_baseline:
        return False
    if settings.format and settings.format != "text":
        return settings.format not in WITHOUT_FIXES
    return not settings.quiet or bool(settings.statistics)


def _render_options(request: Request, settings: Settings) -> RenderOptions:
    choice = settings.color or "auto"
    to_file = request.output_file is not None
    color = choice == "always" if to_file else wants_color(choice)
    url = settings.rule_url or ""
    if color and not url and (settings.format or "text") == "text":
        from dfix.run.pages import local_address

        url = local_address()
    from dfix import __version__

    most_fixes = sys.maxsize if request.shows_all_fixes else RenderOptions().most_fixes
    return RenderOptions(color, url, __version__, 80 if to_file else columns(), most_fixes)


def _asker(settings: Settings, total: int) -> "Session":
    """What asks the user at the terminal about the findings of ``total`` files."""
    from dfix.run.interactive import Session, Terminal

    def ask(prompt: str) -> str | None:
        speak(prompt, err=False)
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else None

    color = wants_color(settings.color or "auto")
    return Session(Terminal(lambda text: speak(text, err=False), ask, color, columns()), total)


def _with_progress(prepared: _Run, done: Iterator[FileReport], total: int) -> Iterator[FileReport]:
    """The same reports; a terminal shows the progress meanwhile, where there are many."""
    if total < MANY or prepared.settings.quiet or not sys.stderr.isatty() or prepared.request.interactive:
        yield from done
        return
    for number, report in enumerate(done, 1):
        speak("\r\x1b[K", err=True)
        yield report
        speak(f"{number} of {total} files" if number < total else "", err=True)


def _show(prepared: _Run, report: FileReport) -> None:
    """Write what people are told of one file."""
    if not (report.error or report.findings or report.refused or report.applied or report.notes):
        return
    from dfix.report import text as text_report

    if report.error:
        speak(text_report.error_line(report, prepared.render_options), err=True)
    elif prepared.speaks:
        speak(text_report.note_lines(report, prepared.render_options), err=True)
        prepared.say(text_report.render((report,), prepared.render_options))
    if report.applied and prepared.tells_repairs:
        speak(text_report.repairs(report, prepared.render_options, only_shown=prepared.request.diff), err=True)
    if report.refused and prepared.speaks:
        speak(text_report.refusals(report, prepared.render_options), err=True)


def _keep_baseline(prepared: _Run, done: list[FileReport]) -> int:
    """Write what was found into the baseline."""
    from dfix.run.baseline import dump

    path = prepared.settings.baseline or DEFAULT
    text = dump(os.path.dirname(os.path.abspath(path)), ((one.path, one.source, one.findings) for one in done))
    try:
        write_new(path, text.encode())
    except FileError as error:
        return _misuse(error)
    from dfix.report.escape import harmless

    count = sum(len(report.findings) for report in done)
    speak(f"{harmless(path)}: {counted(count, 'finding')} known from now on\n", err=True)
    return MISUSE if any(report.error for report in done) else CLEAN


def _statistics(done: list[FileReport]) -> str:
    """How many findings each rule has, and how many of them have a fix."""
    findings = [finding for report in done for finding in report.findings]
    counts = Counter((finding.code, finding.name) for finding in findings)
    repairable = Counter(f.code for f in findings if any(x.applicability > Applicability.DISPLAY for x in f.fixes))
    widest = len(str(max(counts.values(), default=0)))
    lines = (
        f"{count:{widest}} {code} {name} ({repairable[code]} with a fix)\n"
        for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    return "".join(lines)


def _exit_code(prepared: _Run, done: list[FileReport]) -> int:
    if any(report.own_fault for report in done):
        return OWN_FAULT
    if any(report.error for report in done):
        return MISUSE
    settings = prepared.settings
    if settings.exit_zero:
        return CLEAN
    left = any(_fails(finding, settings.fail_level) for report in done for finding in report.findings)
    changes = prepared.request.diff and any(report.changed for report in done)
    repaired = settings.exit_non_zero_on_fix and any(report.applied for report in done)
    return FINDINGS if left or changes or repaired else CLEAN


def _fails(finding: Finding, level: Severity | None) -> bool:
    """Whether a finding is severe enough to make dfix fail."""
    order = list(Severity)
    return level is None or order.index(finding.severity) <= order.index(level)


def _summary(prepared: _Run, done: list[FileReport]) -> None:
    """One line at the end; a filter that has nothing to say keeps silent, since editors may take it for the text."""
    from dfix.run.summary import Manner, is_clean, summary

    request = prepared.request
    if request.write and STDIN in request.paths and is_clean(done):
        return
    repairs = request.write or request.interactive or request.ignores is not None
    manner = Manner(repairs, request.diff, bool(prepared.settings.unsafe_fixes))
    speak(f"{summary(done, manner)}\n", err=True)
