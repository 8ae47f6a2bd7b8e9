"""Hold Debian's names in dfix/images/data/packages.json against Debian's own index.

    python scripts/check_packages.py PACKAGES CONTENTS…

PACKAGES is a release's ``Packages`` file, CONTENTS its ``Contents-*`` files (of ``amd64`` and ``all``),
unpacked or as ``.gz``. It prints the names that the release does not have, and the rows whose evidence
(``shared``: a command, a pkg-config module, a header, a library) its package does not hold; exit 1 when
a name is missing that is not one of another release.
"""

import argparse
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from dfix.images.packages import facts, is_same_everywhere

PLACES = {
    "cmd": r"(usr/)?s?bin/{}$|etc/alternatives/{}$",
    "pc": r"usr/(lib|share)/(.*/)?pkgconfig/{}\.pc$",
    "h": r"usr/include/(.*/)?{}$",
    "lib": r"(usr/)?lib/(.*/)?{}(\.|$)",
}


def names_of(index: Path) -> frozenset[str]:
    """The packages of a release, virtual ones included."""
    names: set[str] = set()
    for line in _lines(index):
        key, _, value = line.partition(": ")
        if key == "Package":
            names.add(value.strip())
        elif key == "Provides":
            names.update(part.split()[0] for part in value.split(",") if part.strip())
    return frozenset(names)


def files_of(contents: list[Path]) -> Mapping[str, list[str]]:
    """The files of each package."""
    files: dict[str, list[str]] = defaultdict(list)
    for path in contents:
        for line in _lines(path):
            name, _, holders = line.rstrip().rpartition(" ")
            for holder in holders.split(","):
                files[holder.rsplit("/", 1)[-1]].append(name.strip())
    return files


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        for line in file:
            yield line.decode("utf-8", "replace")


def main() -> int:
    """Print what does not hold; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("packages", type=Path)
    parser.add_argument("contents", type=Path, nargs="*")
    given = parser.parse_args()
    names, files = names_of(given.packages), files_of(given.contents)
    missing, unproved, proved = [], [], 0
    for row in facts()["packages"]:
        apt = row.get("apt", "")
        missing += [name for name in (apt.split() if isinstance(apt, str) else ()) if name not in names]
        kind, _, what = row["shared"].partition(":")
        if isinstance(apt, str) and len(apt.split()) == 1 and kind in PLACES and files:
            place = re.compile(PLACES[kind].replace("{}", re.escape(what)))
            found = any(place.search(file) for file in files[apt])
            proved += found
            unproved += [] if found else [f"{apt} ({row['shared']})"]
    print(f"{len(facts()['packages'])} rows; evidence found for {proved}, not found for {len(unproved)}")
    print("not in this release:", " ".join(missing) or "none")
    print("evidence not found:", ", ".join(unproved) or "none")
    return 1 if any(is_same_everywhere(name) and not name.startswith("openjdk") for name in missing) else 0


if __name__ == "__main__":
    sys.exit(main())
