"""The work on one file: read, analyse, repair, write. An error concerns this file alone."""

import os
from collections.abc import Collection, Iterable, Iterator

from dfix.config import Config, ConfigError, Finder, Settings
from dfix.context import Folder
from dfix.engine.options import Options
from dfix.engine.relevance import relevant_codes
from dfix.findings import Applicability, Confidence
from dfix.hosts import HostError, is_host
from dfix.plan import BuildError, BuildOptions, plan
from dfix.report.file_report import FileReport
from dfix.run.baseline import Baseline
from dfix.run.files import FileError, Selection, check, find, read, read_standard_input, recover, write
from dfix.syntax import parse
from dfix.text import Source
from dfix.values import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from dfix.engine import FixResult
    from dfix.images.lock import Lock
    from dfix.run.host_files import HostResult
    from dfix.run.interactive import Session

STDIN = "-"
NOTHING = Settings()


class Planned(NamedTuple):
    """A Dockerfile that another file (compose, bake, a dev container) builds, and how."""

    path: str
    settings: Settings


Item: TypeAlias = "str | Planned | FileError"


class Task(NamedTuple):
    """What is to be done with each file.

    ``given`` are the settings of the command line, which come before those of files. ``ask`` repairs a
    file by asking the user; None: dfix does not ask. ``shows_fixes``: the output shows the fixes of
    the findings that are left. ``ignores`` is the reason for which each finding gets a comment that suppresses it.
    ``graphs``: a report has the graph of the file's builds.
    """

    given: Settings
    finder: Finder
    baseline: Baseline
    write: bool = False
    diff: bool = False
    stdin_filename: str = "<stdin>"
    debug: bool = False
    ask: "Session | None" = None
    shows_fixes: bool = True
    ignores: str | None = None
    graphs: bool = False

    def settings(self, path: str, planned: Settings = NOTHING) -> Settings:
        """The settings for one Dockerfile: the command line's, those of its build, those of files.

        Raises:
            ConfigError: its configuration file cannot be read.
        """
        named = not path.startswith("<")
        config: Config = self.finder.for_directory(os.path.dirname(path) if named else "")
        return self.given.over(planned.over(config.for_file(path) if named else config.settings))


def options_of(settings: Settings, path: str, known: frozenset[str] = frozenset(), data: bytes = b"") -> Options:
    """The engine's options for one file: its settings and its build context.

    The context is the directory that is set, else the one that the file is in, or one above it that has what the file
    (``data``) copies.
    """
    context = settings.context
    if context is None and not path.startswith("<") and not is_host(path):
        context = _context_of(path, data)
    contexts = settings.build_contexts or {}
    return Options(
        BuildOptions(
            settings.target, settings.build_args or {}, settings.platform, contexts, _telling(path), _lock_of(settings)
        ),
        (*settings.select, *(settings.extend_select or ())) if settings.select else (),
        (*(settings.ignore or ()), *(settings.extend_ignore or ())),
        settings.min_confidence or Confidence.LIKELY,
        Folder(context, "" if path.startswith("<") else path) if isinstance(context, str) else None,
        settings.prefer,
        settings.images or (),
        known,
        tuple((settings.severity or {}).items()),
        settings.fixable or (),
        settings.unfixable or (),
        settings.ignore_comments is not False,
        bool(settings.require_reason),
    )


def _context_of(path: str, data: bytes) -> str:
    """The directory of a Dockerfile; one above it where what it copies is there."""
    if not data or not os.path.dirname(path):
        return os.path.dirname(path)
    from dfix.run.context import likely_context

    return likely_context(path, data)


def _lock_of(settings: Settings) -> "Lock | None":
    """The lock file, which is read here where an option names it.

    Raises:
        ConfigError: it cannot be read.
    """
    if isinstance(settings.lock, str):
        from dfix.config.file import named_lock

        return named_lock(settings.lock)
    return settings.lock if settings.lock and settings.lock is not True else None


def _telling(path: str) -> str:
    """The part of a path that may say what kind of file it is: below the current directory, else its last two names."""
    if path.startswith("<"):
        return ""
    try:
        below = os.path.relpath(path)
    except (OSError, ValueError):  # There is no current directory, or it is on another drive.
        below = ".."
    shown = os.path.join(*path.split(os.sep)[-2:]) if below.startswith("..") else below
    return shown if os.sep == "/" else shown.replace(os.sep, "/")


def planned_by(path: str) -> "Iterator[Planned | FileError]":
    """The builds that a file names; an error for a Dockerfile neither below its directory nor below the current one.

    A file from elsewhere must not lead dfix to files that the user did not name. A build context may lie anywhere in
    the repository.

    Raises:
        FileError: it cannot be read.
        HostError: it is not well-formed.
    """
    from dfix.config.file import repository_of
    from dfix.hosts.references import references
    from dfix.text.system_paths import is_inside

    folder = os.path.dirname(path)
    tops = [os.path.realpath(top or ".") for top in (folder, ".")]
    for one in references(path, read(path)):
        dockerfile = os.path.normpath(os.path.join(folder, one.dockerfile))
        if not os.path.isfile(dockerfile):
            continue
        if not any(is_inside(os.path.realpath(dockerfile), top) for top in tops):
            yield FileError(dockerfile, f"{path} names it, and it lies elsewhere", "run dfix in a directory above both")
        else:
            args = dict(one.args) or None
            context = _context_below(os.path.join(folder, one.context), (*tops, repository_of(folder)))
            yield Planned(
                dockerfile, Settings(target=one.target, build_args=args, platform=one.platform, context=context)
            )


def _context_below(path: str, tops: "Iterable[str]") -> "str | bool":
    """A build context that a file names; False, none is read, where it lies outside of all of these directories."""
    from dfix.text.system_paths import is_inside

    full = os.path.abspath(path)
    return full if any(is_inside(os.path.realpath(full), top) for top in tops) else False


def items(paths: Collection[str], selection: Selection) -> "Iterator[Item]":
    """The files that paths mean; for a host file that is named, the builds that it names, too."""
    for found in find(paths, selection):
        yield found
        if isinstance(found, str) and found in paths and is_host(found):
            try:
                yield from planned_by(found)
            except (FileError, HostError):
                continue  # the error is reported with the file itself


def work(task: Task, item: Item) -> FileReport:
    """Do the task on one file, which a path names; ``-`` is standard input."""
    if isinstance(item, FileError):
        return _failed(item.path, str(item), item.help)
    found, planned = (item.path, item.settings) if isinstance(item, Planned) else (item, NOTHING)
    path = task.stdin_filename if found == STDIN else found
    data = b""
    try:
        if found == STDIN:
            data = read_standard_input(path)
            check(path, data)
        else:
            recover(found, writes=task.write and not task.diff)
            data = read(found)
        return _judge(task, found, path, data, planned).settled(shows_fixes=task.shows_fixes)
    except FileError as error:
        report = _failed(path, str(error), error.help)
    except ConfigError as error:
        report = _failed(error.path, str(error), error.help)
    except BuildError as error:
        report = _failed(path, str(error), error.help)
    except HostError as error:
        report = _failed(path, str(error), "correct it, or name the Dockerfile")
    except Exception as error:
        if task.debug:
            raise
        message = f"dfix failed on this file ({type(error).__name__}: {error})"
        report = _failed(path, message, "please report it with the file and what --debug shows")
        report = report._replace(own_fault=True)
    if found == STDIN and (task.write or task.ignores is not None):
        # An editor takes what comes out for the file's new text.
        report = report._replace(output=data)
    return report


def lost(item: Item, end: str) -> FileReport:
    """The report of a file whose process ended; ``end`` says how."""
    path = item if isinstance(item, str) else item.path
    report = _failed(path, f"the process that judged this file {end}", "is there enough memory? try this file alone")
    return report._replace(own_fault=True)


def _failed(path: str, error: str, advice: str) -> FileReport:
    return FileReport(path, Source(b""), error=error, help=advice)


def _judge(task: Task, found: str, path: str, data: bytes, planned: Settings) -> FileReport:
    settings = task.settings(path, planned)
    options = options_of(settings, path, task.baseline.known(path), data)
    notes = notes_of_lock(path, data, settings, options)
    report = _judge_text(task, found, path, data, settings, options)
    return report._replace(notes=notes) if notes else report


def notes_of_lock(path: str, data: bytes, settings: Settings, options: Options) -> tuple[str, ...]:
    """What to say of images of which another tag or digest is locked; empty where there is no lock file.

    Raises:
        FileError: ``--locked`` is set, and an image is not locked.
        HostError: the file carries Dockerfiles and is not well-formed.
        BuildError: the options name no stage.
    """
    if not (options.build.lock or settings.locked):
        return ()
    from dfix.run.locked import check_locked

    return check_locked(path, data, options.build, must=bool(settings.locked))


def _judge_text(task: Task, found: str, path: str, data: bytes, settings: Settings, options: Options) -> FileReport:
    if task.graphs:
        from dfix.run.graphs import report_with_graph

        return report_with_graph(path, data, options)
    if is_host(path):
        return _judge_host(task, found, path, data, settings, options)
    if task.ask:
        return _repaired(task, found, path, data, task.ask.file(path, data, options))
    build = plan(parse(Source(data)), options.build)
    codes = relevant_codes(build, options)
    if not codes:
        return FileReport(path, build.dockerfile.source, output=_deliver(task, found, path, data, data))
    if task.ignores is not None:
        from dfix.engine import PlainFile, fix_document
        from dfix.engine.ignore import Ignores

        result = fix_document(PlainFile(data), Ignores(task.ignores), options)
        return _repaired(task, found, path, data, result)
    if task.write or task.diff:
        from dfix.engine.repair import fix

        allowed = Applicability.UNSAFE if settings.unsafe_fixes else Applicability.SAFE
        return _repaired(task, found, path, data, fix(data, options, allowed, settings.fix_ids or ()))
    from dfix.engine.analysis import analyse_relevant

    analysis = analyse_relevant(build, options, codes)
    return FileReport(path, analysis.source, analysis.findings, known=analysis.known)


def _repaired(task: Task, found: str, path: str, data: bytes, result: "FixResult") -> FileReport:
    """What is to be said of a file after its repair; the repaired text is written where it belongs."""
    output = _deliver(task, found, path, data, result.data)
    left = result.remaining
    return FileReport(
        path,
        left.source,
        left.findings,
        applied=result.applied,
        refused=result.refused,
        changed=result.data != data,
        known=left.known,
        output=output,
    )


def _judge_host(task: Task, found: str, path: str, data: bytes, settings: Settings, options: Options) -> FileReport:
    """The Dockerfiles inside a file of another kind."""
    result = _host_result(task, path, data, settings, options)
    if result is None:
        from dfix.run.host_files import analyse_host

        seen = analyse_host(path, data, options)
        return FileReport(path, Source(data), seen.findings, known=seen.known)
    return FileReport(
        path,
        Source(result.data),
        result.findings,
        applied=result.applied,
        refused=result.refused,
        changed=result.data != data,
        known=result.known,
        output=_deliver(task, found, path, data, result.data),
    )


def _host_result(task: Task, path: str, data: bytes, settings: Settings, options: Options) -> "HostResult | None":
    """A host after the repairs that the task asks for; None: it asks for none."""
    from dfix.run.host_files import fix_host, repair_host_in_order

    if task.ask:
        return task.ask.host(path, data, options)
    if task.ignores is not None:
        from dfix.engine.ignore import Ignores

        chooser = Ignores(task.ignores)
        return repair_host_in_order(path, data, options, lambda _: chooser)
    if not (task.write or task.diff):
        return None
    allowed = Applicability.UNSAFE if settings.unsafe_fixes else Applicability.SAFE
    return fix_host(path, data, options, allowed, settings.fix_ids or ())


def _deliver(task: Task, found: str, path: str, before: bytes, after: bytes) -> bytes:
    """Write the repaired text where it belongs; what is to go to standard output instead."""
    if task.diff:
        from dfix.text.diff import unified_diff

        return unified_diff(before, after, path)
    if found == STDIN:
        return after
    if after != before:
        write(found, before, after)
    return b""
