"""Fuzz dfix: ``python fuzz/run.py --seconds 120`` tries mutants of the corpus on every target; see docs/quality.md.

Each input that breaks an invariant, raises or takes too long is written to ``--keep``, and the exit code is 1.
``--target fix --try FILE`` runs one input again. With ``--coverage`` atheris chooses the inputs by what they reach.
"""

import argparse
import hashlib
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from random import Random

from mutate import mutated
from targets import TARGETS

# An input may take so long, in seconds of the processor.
LONGEST = 20
# How much of the time each target gets.
SHARES = {
    "parse": 2,
    "analyse": 4,
    "fix": 6,
    "hosts": 2,
    "manifests": 3,
    "elf": 1,
    "archives": 1,
    "layers": 1,
    "locks": 1,
}


class HangError(Exception):
    """An input took too long."""


def tried(name: str, data: bytes) -> str:
    """What is wrong with a target on an input; empty where nothing is."""
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        TARGETS[name][0](data)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({os.path.basename(last.filename)}:{last.lineno})"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def _hang(*_: object) -> None:
    raise HangError("it took too long")


def inputs(name: str, seed: int) -> Iterator[bytes]:
    """The known inputs, then mutants without end."""
    known = list(TARGETS[name][1]())
    yield from known
    chance = Random(f"{name} {seed}")
    while True:
        yield mutated(chance.choice(known), known, chance)


def fuzz(name: str, options: argparse.Namespace, seconds: float, count: int) -> int:
    """Try inputs until the time is over or the count is reached; how many were finds."""
    begun, finds, number = time.monotonic(), 0, 0
    said: set[str] = set()
    for number, data in enumerate(inputs(name, options.seed)):
        if time.monotonic() - begun > seconds or number >= count:
            break
        problem = tried(name, data)
        if problem:
            finds += 1
            if problem not in said:
                said.add(problem)
                kept = Path(options.keep, f"{name}-{hashlib.sha256(data).hexdigest()[:12]}")
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(data)
                print(f"{name}: {problem}: {kept}", flush=True)
    spent = time.monotonic() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name}: {number} inputs in {spent:.0f} s, {finds} finds, at most {most} MiB", flush=True)
    return finds


def guided(name: str, words: list[str]) -> None:
    """Let atheris choose the inputs (pip install atheris)."""
    import atheris

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *words], TARGETS[name][0])
    atheris.Fuzz()


def main() -> int:
    """The exit code: 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=TARGETS, action="append", help="only this one [default: all]")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for all targets together")
    parser.add_argument("--count", type=int, default=sys.maxsize, help="inputs for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", default="finds")
    parser.add_argument("--try", dest="file", help="run one input of --target again")
    parser.add_argument("--coverage", action="store_true", help="let atheris choose; further words are libFuzzer's")
    options, rest = parser.parse_known_args()
    signal.signal(signal.SIGVTALRM, _hang)
    names = options.target or list(TARGETS)
    if options.file:
        problem = tried(names[0], Path(options.file).read_bytes())
        print(problem or "nothing is wrong")
        return int(bool(problem))
    if options.coverage:
        guided(names[0], rest)
        return 0
    whole = sum(SHARES[name] for name in names)
    return int(sum(fuzz(name, options, options.seconds * SHARES[name] / whole, options.count) for name in names) > 0)


if __name__ == "__main__":
    sys.exit(main())
