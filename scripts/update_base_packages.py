"""Make dfix/images/data/package_contents/ubuntu-N.txt and debian-10.txt: releases whose archives nobody indexed here.

    python scripts/update_base_packages.py ubuntu-22.04 MANIFEST --source "REPOSITORY, PATH at COMMIT"

MANIFEST lists the packages of the bare image, one a word or a line, with or without ``:amd64`` and versions (what
``dpkg-query -W`` prints). What a package holds is taken from the Debian release that ``LIKE`` names where that has a
package of the same name (a library's package is named after its soname), else from ``OTHERS``.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "dfix" / "images" / "data" / "package_contents"
LIKE = {
    "debian-10": "debian-11",
    "ubuntu-18.04": "debian-11",
    "ubuntu-20.04": "debian-11",
    "ubuntu-22.04": "debian-12",
    "ubuntu-24.04": "debian-13",
}
# Libraries that no recorded Debian release has, by their package; the package is named after the soname.
OTHERS = {
    "libapt-pkg5.0": "libapt-pkg.so.5.0",
    "libapt-pkg6.0t64": "libapt-pkg.so.6.0",
    "libassuan0": "libassuan.so.0",
    "libfdisk1": "libfdisk.so.1",
    "libffi6": "libffi.so.6",
    "libgcc1": "libgcc_s.so.1",
    "libhogweed4": "libhogweed.so.4",
    "libhogweed5": "libhogweed.so.5",
    "libncurses5": "libform.so.5 libmenu.so.5 libncurses.so.5 libpanel.so.5",
    "libncursesw5": "libformw.so.5 libmenuw.so.5 libncursesw.so.5 libpanelw.so.5",
    "libnettle6": "libnettle.so.6",
    "libnettle7": "libnettle.so.7",
    "libprocps6": "libprocps.so.6",
    "libprocps8": "libprocps.so.8",
    "libtinfo5": "libtic.so.5 libtinfo.so.5",
}


def names_in(text: str) -> list[str]:
    """The packages of a manifest."""
    rows = [re.split(r"\t", line)[0] for line in text.splitlines() if not line.startswith("#")]
    return sorted({word.partition(":")[0] for row in rows for word in row.split()})


def lines_of(release: str, names: list[str]) -> Iterator[str]:
    """The lines of a release's file."""
    yield f"(base)|{' '.join(names)}"
    rows = (DATA / f"{LIKE[release]}.txt").read_text(encoding="ascii").splitlines()
    known = {row.partition("|")[0]: row.split("|") for row in rows}
    for name in names:
        fields = [OTHERS[name]] if name in OTHERS else [*known.get(name, []), "", "", "", "", ""][3:5]
        yield f"{name}|||{'|'.join(fields)}".rstrip("|") if any(fields) else f"{name}|"


def main() -> int:
    """Write the file; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("release", choices=LIKE)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--source", required=True)
    options = parser.parse_args()
    names = names_in(options.manifest.read_text(encoding="utf-8"))
    head = [f"# The packages of the bare image of {options.release}. Source: {options.source}."]
    lines = sorted(lines_of(options.release, names), key=str.encode)
    (DATA / f"{options.release}.txt").write_text("\n".join([*head, *lines, ""]), encoding="ascii")
    print(f"{len(names)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
