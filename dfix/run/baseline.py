"""Baselines: findings that are known, and not reported until they are gone.

A JSON file: for each Dockerfile, relative to the baseline's own directory, the fingerprints of its
findings with their messages. Fingerprints stay the same when lines move (``fingerprint.py``).
"""

import os
from collections.abc import Iterable, Mapping

from dfix.config.regular_file import read_regular
from dfix.findings import Finding
from dfix.text import Source
from dfix.text.wording import reason
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.config.file import Reader

VERSION = 1
DEFAULT = ".dfix-baseline.json"
LARGEST = 64 * 1024 * 1024


class BaselineError(Exception):
    """A baseline cannot be read; the message says why."""


class Baseline(NamedTuple):
    """The fingerprints of each file's known findings; ``directory`` is what the files' names are relative to."""

    directory: str
    files: Mapping[str, frozenset[str]] = {}

    def known(self, path: str) -> frozenset[str]:
        """The fingerprints for one Dockerfile."""
        return self.files.get(self.name(path), frozenset()) if self.files else frozenset()

    def name(self, path: str) -> str:
        """A Dockerfile's name in the baseline."""
        from dfix.text.system_paths import slashed

        full = os.path.abspath(path)
        try:
            return slashed(os.path.relpath(full, self.directory))
        except ValueError:  # It is on another drive.
            return slashed(full)


def load(path: str, read: "Reader" = read_regular) -> Baseline:
    """Read a baseline; ``read`` reads its file.

    Raises:
        BaselineError: the file is missing or is no baseline.
    """
    import json

    directory = os.path.dirname(os.path.abspath(path))
    try:
        data = json.loads(read(path, LARGEST))
        if data["version"] != VERSION:
            raise BaselineError(f"it is of version {data['version']}, this dfix reads version {VERSION}")
        files = {str(name): frozenset(map(str, prints)) for name, prints in data["files"].items()}
    except OSError as error:
        raise BaselineError(reason(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BaselineError("it is no baseline of dfix") from None
    return Baseline(directory, files)


def dump(directory: str, files: Iterable[tuple[str, Source, tuple[Finding, ...]]]) -> str:
    """The text of a baseline that holds the findings of these files."""
    import json

    from dfix.engine.fingerprint import fingerprints

    empty = Baseline(directory)
    entries_of = {}
    for path, source, findings in files:
        prints = zip(fingerprints(source, findings), findings, strict=True)
        entries = {fingerprint: {"code": finding.code, "message": finding.message} for fingerprint, finding in prints}
        if entries:
            entries_of[empty.name(path)] = entries
    return json.dumps({"version": VERSION, "files": entries_of}, indent=2, sort_keys=True) + "\n"
