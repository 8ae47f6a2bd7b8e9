"""Which lines of the catalog have a source whose base image changed since it was read.

    python scripts/check_sources.py CLONES [--data FOLDER]

CLONES holds clones of the repositories that the lines of ``dfix/images/data/namespaces/`` name as their
source: ``CLONES/astral-sh/uv``. A clone needs its history (no ``--depth``). Of each source file the lines
are compared that name a base: ``FROM …``, the ARG of a FROM, or a line in which a release or an official
image is named. The output gives the line of the catalog, and then for each commit that changed them: its
day, its id, what went and what came. Take these steps into the line's ``history``, move ``commit`` and
``evidence_to`` to the newest commit, and mark the line as ``added``.

The exit code is 1 where a base changed, or where a source file or the commit is not in the clone.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent.parent / "dfix" / "images" / "data"
FROM = re.compile(r"^\s*(?:FROM|ARG)\s+\S", re.IGNORECASE)
# Images that people build on, as a build file of another kind than a Dockerfile names them.
IMAGE = re.compile(
    r"(?<![a-z])(?:alpine|debian|ubuntu|ubi|centos|fedora|distroless|wolfi|busybox|photon|amazonlinux)(?![a-z])", re.I
)
# A remark behind a path: ``Dockerfile (ALPINE_VERSION)``.
REMARK = re.compile(r"\s*\([^)]*\)")


class Source(NamedTuple):
    """A file of a repository as a line of the catalog names it."""

    repository: str
    commit: str
    path: str


class Change(NamedTuple):
    """A commit that changed the base lines of a file."""

    day: str
    commit: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


class MissingError(Exception):
    """The clone does not have what a line of the catalog names."""


class Clone:
    """A clone of one repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *words: str) -> str:
        """What a git command prints.

        Raises:
            MissingError: git failed.
        """
        done = subprocess.run(["git", "-C", str(self.folder), *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise MissingError(done.stderr.strip().splitlines()[0] if done.stderr else "git failed")
        return done.stdout

    def paths(self, pattern: str, commit: str) -> list[str]:
        """The files at a commit that a path with wildcards names; those directly in it where it is a folder."""
        listed = self.git("ls-tree", "-r", "--name-only", commit).splitlines()
        return [path for path in listed if fnmatchcase(path, pattern) or path.rpartition("/")[0] == pattern]

    def has(self, path: str) -> bool:
        """Whether the file is there at the newest commit."""
        return bool(self.git("ls-tree", "--name-only", "HEAD", "--", path).strip())

    def base_lines(self, path: str, commit: str) -> tuple[str, ...]:
        """The lines of a file at a commit that name a base; none where there is no such file."""
        try:
            text = self.git("show", f"{commit}:{path}")
        except MissingError:
            return ()
        return tuple(line.strip() for line in text.splitlines() if names_base(line))

    def changes(self, path: str, since: str) -> Iterator[Change]:
        """The commits after ``since`` that changed the base lines of a file, oldest first."""
        before = self.base_lines(path, since)
        log = self.git("log", "--reverse", "--first-parent", "--format=%h %cs", f"{since}..HEAD", "--", path)
        for entry in log.splitlines():
            commit, day = entry.split()
            after = self.base_lines(path, commit)
            gone = tuple(line for line in before if line not in after)
            come = tuple(line for line in after if line not in before)
            if gone or come:
                yield Change(day, commit, gone, come)
            before = after


def names_base(line: str) -> bool:
    """Whether a line of a build file names a base image, or a release of one."""
    text = line.strip()
    if not text or text.startswith(("#", "//")):
        return False
    return bool(FROM.match(text) or IMAGE.search(text) or _codename().search(text))


def _codename() -> re.Pattern[str]:
    names = json.loads((DATA / "tag_words.json").read_text(encoding="utf-8"))["codenames"]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(names)})(?![a-z])")


def lines_by_source(data: Path) -> dict[Source, list[str]]:
    """Each source file, and the lines of the catalog that were read from it, as people write their images."""
    found: dict[Source, list[str]] = {}
    for file in sorted((data / "namespaces").glob("*.json")):
        for line in json.loads(file.read_text(encoding="utf-8")):
            source = line["source"]
            for path in source_paths(source.get("path", "")) if "commit" in source else ():
                wanted = Source(source["repository"], source["commit"], path)
                found.setdefault(wanted, []).append(_title(line, file))
    return found


def source_paths(text: str) -> list[str]:
    """The paths that a line names, with ``*`` for a part in angle brackets.

    What is no path of the newest commit is left out: a sentence, a file at an old release or on a branch.
    """
    parts = (REMARK.sub("", part).strip() for part in re.split(r"[,;]", text))
    return [re.sub(r"<\w+>", "*", part) for part in parts if part and " " not in part]


def _title(line: dict[str, str], file: Path) -> str:
    return f"{file.name}: {line['images'][0]}" + (f" {line['tag']}" if "tag" in line else "")


def report(clone: Clone, source: Source) -> Iterator[str]:
    """What changed in a source since it was read, as lines of text; nothing where nothing did."""
    paths = clone.paths(source.path, source.commit)
    if not paths:
        raise MissingError(f"no such file at {source.commit}: {source.path}")
    for path in paths:
        if not clone.has(path):
            yield f"{path}: gone"
        for change in clone.changes(path, source.commit):
            yield f"{path}: {change.day} {change.commit}"
            yield from (f"  - {line}" for line in change.gone)
            yield from (f"  + {line}" for line in change.come)


def check(clones: Path, data: Path) -> Iterator[str]:
    """What is to be looked at, as lines of text."""
    for source, titles in lines_by_source(data).items():
        folder = clones / source.repository
        if not folder.is_dir():
            continue
        try:
            found = list(report(Clone(folder), source))
        except MissingError as error:
            found = [str(error)]
        if found:
            yield from titles
            yield from (f"    {text}" for text in found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what changed; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args(arguments)
    found = list(check(options.clones, options.data))
    print(*found, sep="\n", end="\n" if found else "")
    sources = lines_by_source(options.data)
    read = [source for source in sources if (options.clones / source.repository).is_dir()]
    print(f"{len(read)} of {len(sources)} sources were compared", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
