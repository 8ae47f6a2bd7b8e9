"""What dfix reports at its default level on whole public repositories, and how much of it was read as true.

    python scripts/precision.py CLONES [--part tuning|unseen] [--new] [--only TEXT]

``tests/wild/repositories.tsv`` names the repositories, each with the commit that was read. CLONES holds clones
of them, bare or not: ``CLONES/owner/name``, ``CLONES/owner+name`` or ``CLONES/owner+name/repo``. A repository
whose clone is not there is left out and counted. The script writes the tree of the commit into a temporary
directory with ``git archive``, and runs dfix there as a user would. It executes nothing of a repository.

It prints each finding with its reading, one a line: repository, path, line, code, verdict, message.
``tests/wild/readings.tsv`` holds the readings: *true*, *false*, or *open* where it cannot be told from what is
public, and why. A finding is known again by its repository, path and code; ``--new`` prints those without a
reading only. ``scripts/evidence_table.py`` counts the readings by what the findings rest on. The figures
are at the end, by part.

The hash of a name splits the list: a third, *unseen*, is for measuring only. Cure what is false in the part
*tuning*, and then look at the totals of the other.
"""

import argparse
import csv
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from score_faults import LEFT_OUT, CloneError, clone_of, git

WILD = Path(__file__).parent.parent / "tests" / "wild"
PARTS = ("tuning", "unseen")


class Found(NamedTuple):
    """A finding, where it is, and how it was read (empty: not yet)."""

    repository: str
    path: str
    line: int
    code: str
    verdict: str
    message: str


class Result(NamedTuple):
    """What dfix said of a repository: the number of its Dockerfiles, and the findings."""

    repository: str
    files: int
    findings: tuple[Found, ...]


def part_of(repository: str) -> str:
    """The part of the list to which a repository belongs, by a fixed hash of its name."""
    return "tuning" if hashlib.sha256(repository.encode()).digest()[0] % 3 else "unseen"


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a list in ``tests/wild``, without its first."""
    with (WILD / name).open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(lines)
        yield from lines


def verdicts() -> dict[tuple[str, str, str], str]:
    """The readings, by repository, path and code."""
    return {(repository, path, code): verdict for repository, path, code, verdict, *_ in rows("readings.tsv")}


def result_of(clones: Path, repository: str, commit: str, read: Mapping[tuple[str, str, str], str]) -> Result:
    """What dfix says of a repository at a commit.

    Raises:
        CloneError: there is no clone of it, or the clone does not have the commit.
    """
    left_out = [f":(exclude,icase)*.{ending}" for ending in LEFT_OUT]
    data = git(clone_of(clones, repository), "archive", "--format=tar", commit, "--", ".", *left_out)
    with tempfile.TemporaryDirectory() as name:
        # A level of 0 leaves out what the filter refuses: links that point out of the repository.
        with tarfile.open(fileobj=io.BytesIO(data), errorlevel=0) as archive:
            archive.extractall(name, filter="data")
        files = reported(Path(name))
    found = (Found(repository, *finding) for file in files for finding in findings(file))
    return Result(
        repository,
        sum(not file["error"] for file in files),
        tuple(one._replace(verdict=read.get((repository, one.path, one.code), "")) for one in found),
    )


def reported(folder: Path) -> list[dict]:
    """The files of dfix's JSON output for a folder."""
    command = [sys.executable, "-m", "dfix", "check", "--format", "json", "--isolated", "--exit-zero", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return json.loads(done.stdout)["files"] if done.stdout else []


def findings(file: dict) -> Iterator[tuple[str, int, str, str, str]]:
    """The findings of a file: path, line, code, no verdict, message."""
    for one in file["findings"]:
        yield file["path"], one["start"]["line"], one["code"], "", one["message"]


def figures(results: list[Result]) -> Iterator[str]:
    """The table: by part, and of all."""
    yield "part    repositories  Dockerfiles  findings  true  false  open  unread  precision"
    for parts in (*((part,) for part in PARTS), PARTS):
        chosen = [result for result in results if part_of(result.repository) in parts]
        counts = Counter(one.verdict for result in chosen for one in result.findings)
        judged = counts["true"] + counts["false"]
        share = f"{counts['true'] / judged:9.3f}" if judged else "        -"
        numbers = (len(chosen), sum(result.files for result in chosen), sum(counts.values()))
        read = (counts["true"], counts["false"], counts["open"], counts[""])
        yield (
            f"{parts[0] if len(parts) == 1 else 'all':7} {numbers[0]:12} {numbers[1]:12} {numbers[2]:9} "
            f"{read[0]:5} {read[1]:6} {read[2]:5} {read[3]:7} {share}"
        )


def main() -> int:
    """Print the findings and the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--new", action="store_true", help="list only findings that nobody has read")
    parser.add_argument("--only", default="", help="only repositories with this text in their name")
    words = parser.parse_args()
    read, results, missing = verdicts(), [], 0
    for repository, commit in rows("repositories.tsv"):
        if words.only not in repository or words.part not in (None, part_of(repository)):
            continue
        try:
            result = result_of(words.clones, repository, commit, read)
        except CloneError:
            missing += 1
            continue
        results.append(result)
        for one in result.findings:
            if not (words.new and one.verdict):
                print("\t".join(map(str, one)))
    print("\n".join(figures(results)))
    print(f"without a clone: {missing}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
