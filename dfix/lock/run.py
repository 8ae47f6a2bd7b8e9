"""``dfix lock``: what the project names, measured and written; or compared with what is there."""

import os
from collections.abc import Callable, Iterator

from dfix.config import Finder, Settings
from dfix.config.file import LOCK, repository_of
from dfix.images.lock import Locked
from dfix.lock.error import LockError
from dfix.lock.file import LockFile
from dfix.lock.oci import Json, fits, table_of
from dfix.lock.references import Named, Wanted, canonical, named_images
from dfix.lock.sources import Sources, digest_in, measure
from dfix.run.baseline import Baseline
from dfix.run.files import Selection
from dfix.run.work import Task
from dfix.text.wording import counted
from dfix.values import NamedTuple

Say = Callable[[str], None]


class Request(NamedTuple):
    """What the command line asks for.

    ``path`` is the lock file's, empty for the usual one. ``upgrade`` are references that are asked again, ``all_`` asks
    again for all. ``platforms`` are asked for where no file names one.
    """

    paths: tuple[str, ...]
    given: Settings = Settings()
    finder: Finder = Finder()
    path: str = ""
    sources: Sources = Sources()
    platforms: tuple[str, ...] = ()
    upgrade: tuple[str, ...] = ()
    all_: bool = False


class Outcome(NamedTuple):
    """What was done: lines to say, and errors; ``changed``: the file is, or would be, another one."""

    lines: tuple[str, ...]
    errors: tuple[str, ...]
    changed: bool


def lock_path(request: Request) -> str:
    """The lock file: the one that is named, the nearest that is there, else a new one beside the configuration.

    Raises:
        dfix.config.ConfigError: a configuration file is wrong.
    """
    if request.path:
        return os.path.abspath(request.path)
    first = os.path.abspath(request.paths[0])
    directory = first if os.path.isdir(first) else os.path.dirname(first)
    config = request.finder.for_directory(directory)
    lock = config.settings.lock
    if lock and not isinstance(lock, (str, bool)):
        return lock.path
    if isinstance(lock, str):
        return lock
    beside = os.path.dirname(config.path) if config.path else directory
    top = repository_of(directory)
    return os.path.join(beside if os.path.realpath(beside).startswith(top) else directory, LOCK)


def named_by(request: Request, path: str) -> Named:
    """The images that the request's files name.

    Raises:
        dfix.config.ConfigError: a configuration file is wrong.
    """
    settings = request.given.over(request.finder.for_directory(os.path.dirname(path)).settings)
    task = Task(request.given._replace(lock=False), request.finder, Baseline(os.getcwd()))
    selection = Selection(settings.include or (), settings.exclude or ())
    return named_images(request.paths, selection, task, os.path.dirname(path))


def lock(request: Request, path: str, say: Say) -> Outcome:
    """Ask what is not known yet, and write the file. What cannot be asked keeps its old entry.

    Raises:
        LockError: the file that is there is none.
        dfix.config.ConfigError: a configuration file is wrong.
        dfix.run.files.FileError: the file cannot be written.
    """
    file = LockFile(path)
    named = named_by(request, path)
    errors = [f"{error.path}: {error}" for error in named.errors]
    errors += _unknown_upgrades(request, named)
    kept: dict[tuple[str, str], Json] = {}
    lines = []
    for wanted in named.wanted.values():
        had = _entries_of(file, wanted)
        if had and not _is_asked_again(request, wanted) and _is_whole(had, wanted, request.platforms):
            kept |= had
            continue
        say(f"asking for {wanted.reference}")
        try:
            entries = _ask(request, wanted)
        except LockError as error:
            errors.append(error.whole)
            kept |= had
            continue
        lines += [change_line(had.get(_key(one)), one) for one in entries]
        kept |= {_key(one): one for one in entries}
    lines += [f"{reference}: no file names it any more" for reference in _dropped(file, kept)]
    file.entries, file.built = kept, named.built
    return Outcome(tuple(filter(None, lines)), tuple(errors), bool(kept or not errors) and file.write())


def check(request: Request, path: str, say: Say) -> Outcome:
    """Compare the file with what the project names and its places have now; nothing is written.

    Raises:
        LockError: there is no file, or it is none.
        dfix.config.ConfigError: a configuration file is wrong.
    """
    if not os.path.lexists(path):
        raise LockError(f"there is no {path}", "run `dfix lock`")
    file = LockFile(path)
    named = named_by(request, path)
    errors = [f"{error.path}: {error}" for error in named.errors]
    lines = []
    for wanted in named.wanted.values():
        had = _entries_of(file, wanted)
        if not had or not _is_whole(had, wanted, request.platforms):
            lines.append(f"{wanted.reference} is not locked, or not all that is needed of it")
            continue
        say(f"asking for {wanted.reference}")
        try:
            lines += _moved(request, wanted, had, path)
        except LockError as error:
            errors.append(error.whole)
    kept = {key: entry for wanted in named.wanted.values() for key, entry in _entries_of(file, wanted).items()}
    lines += [f"{reference} is locked, and no file names it" for reference in _dropped(file, kept)]
    if file.built != named.built:
        lines.append("the project builds other images by itself than the lock file says")
    return Outcome(tuple(lines), tuple(errors), bool(lines))


def _moved(request: Request, wanted: Wanted, had: dict[tuple[str, str], Json], path: str) -> Iterator[str]:
    """What changed of an image since it was locked, and what findings that brings."""
    digest = digest_in(request.sources, wanted.reference)
    if digest and all(digest in (one.get("index"), one.get("digest")) for one in had.values()):
        return
    entries = {_key(one): one for one in _ask(request, wanted)}
    lines = [line for key, one in entries.items() if (line := change_line(had.get(key), one))]
    if lines:
        from dfix.lock.compare import new_findings

        count = new_findings(request, wanted, path, entries)
        yield from lines[:-1]
        yield f"{lines[-1]}: {counted(count, 'finding')} would come" if count else lines[-1]


def change_line(before: Json | None, after: Json) -> str:
    """One line on what an image is, or on how it changed; empty where it did not."""
    if before == after:
        return ""
    new = Locked(after)
    what = f"{new.release.title}, {new.release.libc_title}"
    if before is None and new.release.is_windows:
        return f"{new.name} ({new.platform}): Windows, of which dfix judges nothing"
    if before is None:
        return f"{new.name} ({new.platform}): {what}; {counted(len(new.packages), 'package')}"
    if new.release.is_windows:
        return f"{new.name} ({new.platform}) is another image of Windows"
    old = Locked(before)
    was = f"{old.release.title}, {old.release.libc_title}"
    if was != what:
        return f"{new.name} ({new.platform}) moved from {was} to {what}"
    changed = [
        f"{counted(count, word)} {verb}"
        for word, verb, count in (
            ("package", "changed", _differing(before, after, "packages")),
            ("library", "changed", _differing(before, after, "libraries")),
        )
        if count
    ]
    return f"{new.name} ({new.platform}) is another image of {what}: {', '.join(changed) or 'no package changed'}"


def _differing(before: Json, after: Json, key: str) -> int:
    old, new = table_of(before.get(key)), table_of(after.get(key))
    return len({name for name in {*old, *new} if old.get(name) != new.get(name)})


def _ask(request: Request, wanted: Wanted) -> list[Json]:
    platforms = sorted({platform or asked for platform in wanted.platforms for asked in request.platforms or ("",)})
    return measure(request.sources, wanted.reference, platforms, wanted.files)


def _entries_of(file: LockFile, wanted: Wanted) -> dict[tuple[str, str], Json]:
    return {key: one for key, one in file.entries.items() if key[0] == wanted.reference}


def _key(entry: Json) -> tuple[str, str]:
    return str(entry["image"]), str(entry["platform"])


def _is_whole(had: dict[tuple[str, str], Json], wanted: Wanted, default: tuple[str, ...]) -> bool:
    """Whether the entries are for all platforms, and tell of all files."""
    asked = {platform or one for platform in wanted.platforms for one in default or ("",)}
    has_all = all(any(fits(platform, one) for _, platform in had) for one in asked)
    return has_all and all(wanted.files <= set(entry.get("files", {})) for entry in had.values())


def _is_asked_again(request: Request, wanted: Wanted) -> bool:
    return request.all_ or wanted.reference in map(canonical, request.upgrade)


def _unknown_upgrades(request: Request, named: Named) -> list[str]:
    return [f"{one}: no file names it" for one in request.upgrade if canonical(one) not in named.wanted]


def _dropped(file: LockFile, kept: dict[tuple[str, str], Json]) -> list[str]:
    return sorted({key[0] for key in file.entries} - {key[0] for key in kept})
