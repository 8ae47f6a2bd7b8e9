"""How many of the real faults in ``tests/wild/faults.tsv`` dfix finds.

    python scripts/score_faults.py CLONES [--list FILE] [--half seen|unseen] [--rows] [--only TEXT]

CLONES holds clones of the repositories, bare or not, with their history: ``CLONES/owner/name``,
``CLONES/owner+name`` or ``CLONES/owner+name/repo``. A row whose clone is not there is left out and counted.

Each row names a repository, the commit before a fault was repaired and the commit that repaired it. The
script writes the build context of each commit into a temporary directory, and runs dfix on the Dockerfile
there. It executes nothing of a repository.

A fault is *found* where dfix reports one of the expected codes at the default level, and *possible* where it
does so at that level only. Where the repair changed the Dockerfile, the finding, or a step of its trace, must
lie in a stage that the repair changed. What dfix still reports of these codes in the repaired file, in such a
stage, is a false finding; but for DF107, which a right file can have, and for files that are not ``repaired``
when they are read with the tags of today.

``--list tests/wild/library_faults.tsv`` counts a second list, of faults of libraries only, in other repositories;
``--list tests/wild/faults-2.tsv`` one of all other families, and ``tests/wild/faults-3.tsv`` one of all families.

The hash of repository and path splits a list. Work with the half *seen*; of the half *unseen* read no more
than the totals: ``--rows`` lists the rows of the half *seen* only.
"""

import argparse
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).parent.parent / "tests" / "wild" / "faults.tsv"
LEVELS = ("found", "possible", "silent")
# Beside the context: what says for which platforms the images are built.
BESIDE = (".github", ".gitlab-ci.yml", ".goreleaser.yml", ".goreleaser.yaml")
# What no Dockerfile is judged by: the largest part of many repositories. Bytes; file endings.
LARGEST = 2_000_000
LEFT_OUT = ("png", "jpg", "jpeg", "gif", "svg", "mp4", "pdf", "woff", "woff2", "ttf", "ipynb", "csv", "zip")
HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? ")
FROM = re.compile(r"^\s*FROM\s+(?:--\S+\s+)*(?P<base>\S+)(?:\s+AS\s+(?P<name>\S+))?", re.IGNORECASE)


class Fault(NamedTuple):
    """A row of the list.

    ``knowable`` is *yes*, or says why no static reader can know of the fault. ``repaired`` is *yes*, or says
    why the file that the fix left has the fault today, as where a tag moved since.
    """

    repository: str
    before: str
    fix: str
    path: str
    platform: str
    context: str
    family: str
    codes: str
    knowable: str
    repaired: str
    sentence: str

    @property
    def half(self) -> str:
        """The half of the list to which the row belongs, by a fixed hash."""
        digest = hashlib.sha256(f"{self.repository}{self.path}".encode()).digest()
        return "unseen" if digest[-1] % 2 else "seen"

    @property
    def expected(self) -> frozenset[str]:
        """The codes of which one has to be reported."""
        return frozenset(self.codes.split(","))


class Outcome(NamedTuple):
    """How dfix fared on a row: ``level`` on the file before the repair, and whether a finding stayed after it."""

    fault: Fault
    level: str
    stays: bool


class Finding(NamedTuple):
    """A finding of dfix: its code, confidence, and the lines (from 1) of its place and of its trace."""

    code: str
    confidence: str
    lines: tuple[int, ...]


class CloneError(Exception):
    """A clone that is not there, or that does not have the commit."""


def faults(path: Path = LIST) -> list[Fault]:
    """The rows of the list."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Fault(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def clone_of(clones: Path, repository: str) -> Path:
    """The clone of a repository.

    Raises:
        CloneError: there is none.
    """
    flat = repository.replace("/", "+")
    for folder in (clones / flat / "repo", clones / flat, clones / repository):
        if (folder / "HEAD").exists() or (folder / ".git").exists():
            return folder
    raise CloneError(repository)


def git(clone: Path, *words: str) -> bytes:
    """What a git command prints.

    Raises:
        CloneError: git failed.
    """
    done = subprocess.run(["git", "-C", str(clone), *words], capture_output=True, check=False)
    if done.returncode:
        raise CloneError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def export(clone: Path, fault: Fault, commit: str, folder: Path) -> None:
    """Write the Dockerfile, its context and what stands beside it at a commit into a folder.

    What the clone does not have, as a partial one, and large files are left out.
    """
    wanted = {fault.path, fault.context, *BESIDE}
    paths = ["."] if "." in wanted else sorted(wanted)
    listed = git(clone, "ls-tree", "-r", "-z", "--long", commit, "--", *paths).decode(errors="replace")
    files = [entry for line in listed.split("\0") if line and (entry := read_entry(line)) is not None]
    contents = blobs(clone, [blob for _, blob, _ in files])
    for is_program, blob, path in files:
        if blob in contents:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(contents[blob])
            target.chmod(0o755 if is_program else 0o644)


def read_entry(line: str) -> tuple[bool, str, str] | None:
    """A line of ``ls-tree``: whether the file is executable, its blob, its path; None for what is left out."""
    facts, path = line.split("\t", 1)
    mode, _, blob, size = facts.split()
    is_small = size.isdigit() and int(size) < LARGEST
    is_read = mode.startswith("100") and is_small and path.rsplit(".", 1)[-1].lower() not in LEFT_OUT
    return (mode == "100755", blob, path) if is_read else None


def blobs(clone: Path, names: list[str]) -> dict[str, bytes]:
    """The contents of blobs by name, of those that the clone has."""
    command = ["git", "-C", str(clone), "cat-file", "--batch"]
    done = subprocess.run(command, input="\n".join(names).encode(), capture_output=True, check=False)
    stream, found = io.BytesIO(done.stdout), {}
    while header := stream.readline().split():
        if header[-1] != b"missing":
            found[header[0].decode()] = stream.read(int(header[2]))
            stream.read(1)
    return found


def findings(folder: Path, fault: Fault) -> list[Finding]:
    """What dfix finds in an exported Dockerfile, at every level."""
    words = ["--format", "json", "--min-confidence", "possible", "--isolated", "--exit-zero"]
    words += ["--context", str(folder / fault.context), *(["--platform", fault.platform] if fault.platform else [])]
    command = [sys.executable, "-m", "dfix", *words, str(folder / fault.path)]
    done = subprocess.run(command, capture_output=True, check=False)
    files = json.loads(done.stdout)["files"] if done.stdout else []
    return [read_finding(found) for file in files for found in file["findings"]]


def read_finding(found: dict) -> Finding:
    """A finding of dfix's JSON output."""
    lines = (found["start"]["line"], *(step["line"] for step in found["chain"]))
    return Finding(found["code"], found["confidence"], tuple(lines))


def changed_lines(diff: str) -> list[int]:
    """The lines (from 1) that a diff without context changes in the old file; for an insertion the line above."""
    starts = [HUNK.match(line) for line in diff.splitlines()]
    spans = [(int(match[1]), int(match[2] or 1)) for match in starts if match]
    return [line for start, count in spans for line in range(start, start + max(count, 1))]


def stages_of(text: str, lines: list[int] | tuple[int, ...]) -> set[int]:
    """The stages, counted from 0, in which lines lie; what stands before the first FROM lies in all."""
    froms = [number for number, line in enumerate(text.splitlines(), 1) if FROM.match(line)]
    found = {sum(start <= line for start in froms) - 1 for line in lines}
    return set(range(len(froms))) if -1 in found else found


def is_near(text: str, finding: Finding, changed: list[int]) -> bool:
    """Whether a finding lies in a stage that the repair changed; any does where it changed no line of the file."""
    stages = with_bases(text, stages_of(text, finding.lines))
    return not changed or bool(stages & stages_of(text, changed))


def with_bases(text: str, stages: set[int]) -> set[int]:
    """Stages, and those that they are built on by name."""
    froms = [match for line in text.splitlines() if (match := FROM.match(line))]
    names = {match["name"].lower(): number for number, match in enumerate(froms) if match["name"]}
    bases = {number: names.get(match["base"].lower(), number) for number, match in enumerate(froms)}
    found = set(stages)
    while (more := found | {bases.get(number, number) for number in found}) != found:
        found = more
    return found


def score(clone: Path, fault: Fault) -> Outcome:
    """How dfix fares on a row.

    Raises:
        CloneError: the clone does not have a commit.
    """
    forth = git(clone, "diff", "-U0", fault.before, fault.fix, "--", fault.path).decode(errors="replace")
    back = git(clone, "diff", "-U0", fault.fix, fault.before, "--", fault.path).decode(errors="replace")
    before = near_findings(clone, fault, fault.before, changed_lines(forth))
    after = near_findings(clone, fault, fault.fix, changed_lines(back))
    shown = [finding for finding in before if finding.confidence != "possible"]
    level = "found" if shown else "possible" if before else "silent"
    stays = [finding for finding in after if finding.confidence != "possible" and finding.code != "DF107"]
    return Outcome(fault, level, bool(stays) and fault.repaired == "yes")


def near_findings(clone: Path, fault: Fault, commit: str, changed: list[int]) -> list[Finding]:
    """The findings of the expected codes at a commit, in the stages that the repair changed."""
    with tempfile.TemporaryDirectory() as name:
        export(clone, fault, commit, Path(name))
        path = Path(name) / fault.path
        if not path.is_file():
            return []
        text = path.read_text(encoding="utf-8", errors="replace")
        found = findings(Path(name), fault)
        return [one for one in found if one.code in fault.expected and is_near(text, one, changed)]


def outcomes(clones: Path, rows: list[Fault]) -> Iterator[Outcome | Fault]:
    """The outcome of each row; the row itself where its clone is not there."""

    def one(fault: Fault) -> Outcome | Fault:
        try:
            return score(clone_of(clones, fault.repository), fault)
        except CloneError:
            return fault

    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(one, rows)


def table(scored: list[Outcome]) -> Iterator[str]:
    """The figures: by half and family, of what is knowable."""
    yield "half    family        faults  found possible silent  recall  stays"
    for half in ("seen", "unseen"):
        rows = [outcome for outcome in scored if outcome.fault.half == half]
        for family in [*sorted({outcome.fault.family for outcome in rows}), ""]:
            part = [outcome for outcome in rows if family in ("", outcome.fault.family)]
            if part:
                yield line_of(half, family or "all", part)


def line_of(half: str, family: str, part: list[Outcome]) -> str:
    """A line of the table."""
    counts = Counter(outcome.level for outcome in part)
    numbers = " ".join(f"{counts[level]:{width}}" for level, width in zip(LEVELS, (6, 8, 6), strict=True))
    stays = sum(outcome.stays for outcome in part)
    return f"{half:7} {family:13} {len(part):6} {numbers} {counts['found'] / len(part):7.3f} {stays:6}"


def row_of(outcome: Outcome) -> str:
    """A row as ``--rows`` lists it."""
    fault = outcome.fault
    stays = " STAYS" if outcome.stays else ""
    return f"{outcome.level:8} {fault.family:12} {fault.repository} {fault.before[:10]} {fault.path}{stays}"


def main() -> int:
    """Print the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--list", type=Path, default=LIST, help="another list of the same columns")
    parser.add_argument("--half", choices=("seen", "unseen"))
    parser.add_argument("--rows", action="store_true", help="list the rows of the half seen")
    parser.add_argument("--only", default="", help="only rows of repositories with this text in their name")
    words = parser.parse_args()
    rows = [row for row in faults(words.list) if words.half in (None, row.half) and words.only in row.repository]
    knowable = [row for row in rows if row.knowable == "yes"]
    results = list(outcomes(words.clones, knowable))
    scored = [result for result in results if isinstance(result, Outcome)]
    for outcome in scored:
        if words.rows and outcome.fault.half == "seen":
            print(row_of(outcome))
    print("\n".join(table(scored)))
    print(f"{len(rows)} faults; not knowable {len(rows) - len(knowable)}; without a clone {len(results) - len(scored)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
