"""Measure ``dfix batch`` on generated records: records a second and memory, as their number grows.

    python benchmarks/batch.py 10000 100000 1000000 --jobs 1

Each record is a file of ``corpus/`` with its build context, another name for ``/app`` and a line of its own, so that
no two are equal. For each number of records a line says how long the run took, and the peaks of the memory of the
process that reads and writes and of the processes that judge. ``--watch FILE`` writes both memories once a second.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
from corpus import CORPUS, cases

MEGABYTE = 1024.0


class Sample(NamedTuple):
    """Memory in kilobytes: of the process that reads and writes, and of the largest one that judges."""

    parent: int = 0
    worker: int = 0

    def most(self, other: "Sample") -> "Sample":
        """The larger of both values."""
        return Sample(max(self.parent, other.parent), max(self.worker, other.worker))


def originals() -> list[dict[str, object]]:
    """The cases of the corpus as records."""
    return [
        {"path": f"{case.name}/Dockerfile", "text": case.data.decode("utf-8", "replace"), **_context(case.name)}
        for case in cases()
    ]


def _context(name: str) -> dict[str, object]:
    folder = CORPUS / name / "context"
    if not folder.is_dir():
        return {}
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {"context": {str(path.relative_to(folder)): path.read_text("utf-8", "replace") for path in files}}


def generated(count: int) -> Iterator[dict[str, object]]:
    """Records, the same for the same count."""
    choose, known = random.Random(count), originals()  # noqa: S311 - nothing secret
    for number in range(count):
        record = choose.choice(known)
        text = str(record["text"]).replace("/app", f"/app{number % 977}")
        yield {**record, "id": number, "text": f"{text}\n# record {number}\n"}


def resident(process: int) -> int:
    """The memory of a process in kilobytes; 0 where it has ended."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    except (OSError, IndexError):
        return 0


def sample(process: int) -> Sample:
    """The memory of a run and of its children."""
    try:
        with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
            children = file.read().split()
    except OSError:
        children = []
    return Sample(resident(process), max((resident(int(child)) for child in children), default=0))


def measure(count: int, jobs: int, directory: str, watch: "Path | None") -> None:
    """Run once and print a line."""
    source, target = os.path.join(directory, "in.jsonl"), os.path.join(directory, "out.jsonl")
    with open(source, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in generated(count))
    start, peak, curve = time.monotonic(), Sample(), []
    command = [sys.executable, "-m", "dfix", "batch", source, target, "--jobs", str(jobs), "--quiet"]
    with subprocess.Popen(command) as run:
        while run.poll() is None:
            now = sample(run.pid)
            peak = peak.most(now)
            curve.append(f"{count} {time.monotonic() - start:.0f} {now.parent} {now.worker}\n")
            time.sleep(1.0 if count > 20_000 else 0.1)
    seconds = time.monotonic() - start
    user = os.times().children_user
    if watch:
        with watch.open("a", encoding="ascii") as file:
            file.writelines(curve)
    with open(target, "rb") as file:
        results = sum(1 for _ in file)
    megabytes = f"{peak.parent / MEGABYTE:.0f} MB reads and writes, {peak.worker / MEGABYTE:.0f} MB judges"
    rate = f"{seconds:.0f} s, {count / seconds:.0f} a second"
    print(
        f"{count} records, {results} results, {run.returncode}: {rate}, {megabytes} ({user:.0f} s of user time so far)",
        flush=True,
    )
    os.remove(source)
    os.remove(target)


def main() -> None:
    """Measure each number of records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="+")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--watch", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        for count in asked.counts:
            measure(count, asked.jobs, directory, asked.watch)


if __name__ == "__main__":
    main()
