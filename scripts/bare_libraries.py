"""Hold the libraries recorded for a bare image against a root filesystem of it.

    python scripts/bare_libraries.py NAME ROOT.tar

NAME is a key of ``bare`` in dfix/images/data/libraries.json (``debian-12``), ROOT.tar an archive as
``docker export`` or ``mmdebstrap --variant=minbase`` make it. It prints what the archive has and the
file does not name, and the other way round; exit 1 where they differ.
"""

import argparse
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

from dfix.context.binary import read_binary
from dfix.images.facts import libraries
from dfix.trace.knowledge.context_file import OF_LIBC

# What glibc brings besides, which no program is linked with.
TOOLS_OF_LIBC = (
    "libBrokenLocale",
    "libSegFault",
    "libmemusage",
    "libpcprofile",
    "libc_malloc",
    "libnss_",
    "libthread_db",
)
PLACES = ("lib", "lib64", "usr/lib", "usr/lib64", "usr/local/lib")


def sonames(archive: Path) -> frozenset[str]:
    """The sonames of the libraries in the directories that a loader searches."""
    with tarfile.open(archive) as tar:
        return frozenset(_sonames(tar))


def _sonames(tar: tarfile.TarFile) -> Iterator[str]:
    for member in tar:
        directory = member.name.lstrip("./").rpartition("/")[0]
        is_searched = directory in PLACES or directory.endswith("-linux-gnu")
        file = tar.extractfile(member) if member.isfile() and is_searched and ".so" in member.name else None
        binary = read_binary(io.BytesIO(file.read())) if file else None
        if binary and binary.soname:
            yield binary.soname


def main() -> int:
    """Compare, print, and tell by the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("archive", type=Path)
    arguments = parser.parse_args()
    recorded = tuple(libraries()["bare"][arguments.name].split())
    of_libc = tuple(prefix for prefixes in OF_LIBC.values() for prefix in prefixes)
    found = {one for one in sonames(arguments.archive) if not one.startswith((*of_libc, *TOOLS_OF_LIBC))}
    missing = sorted(one for one in found if not one.startswith(recorded))
    needless = [one for one in recorded if not any(soname.startswith(one) for soname in found)]
    for label, names in (("not recorded", missing), ("recorded, and not there", needless)):
        if names:
            print(f"{label}: {' '.join(names)}")
    return 1 if missing or needless else 0


if __name__ == "__main__":
    raise SystemExit(main())
