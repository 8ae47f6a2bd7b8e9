"""The databases of package managers in a root filesystem, each read as ``name version`` lines.

Sources: deb822(5) for dpkg's status; apk-tools, "APK spec" for ``installed``; for rpm see ``rpm.py``. distroless
images have one file a package in ``status.d``.
"""

from collections.abc import Iterable, Iterator
from typing import IO

from dfix.inspect.tree import Entry, Kind, Root
from dfix.lock.rpm import read_bdb, read_ndb, read_sqlite
from dfix.text.pattern import pattern

DPKG = pattern(r"^/var/lib/dpkg/(status|status\.d/[^/]+)$")
APK = pattern(r"^/(usr/)?lib/apk/db/installed$")
RPM = pattern(r"^/(var/lib/rpm|usr/lib/sysimage/rpm)/(rpmdb\.sqlite|Packages(\.db)?)$")
LARGEST = 512 * 1024 * 1024
LONGEST_LINE = 1024 * 1024
MOST_PACKAGES = 20_000
LONGEST_NAME = 256


def is_database(path: str) -> bool:
    """Whether a path is that of a package database."""
    return path.startswith(("/var/lib/", "/usr/lib/", "/lib/apk/")) and bool(
        DPKG.match(path) or APK.match(path) or RPM.match(path)
    )


def database_entry(path: str, content: IO[bytes], size: int) -> Entry:
    """A database, with the packages as its text."""
    if size > LARGEST:
        return Entry(Kind.FILE, unread=f"it is larger than {LARGEST >> 20} MiB")
    if DPKG.match(path):
        found = _dpkg(content)
    elif APK.match(path):
        found = _apk(content)
    elif path.endswith(".sqlite"):
        found = read_sqlite(content)
    elif path.endswith(".db"):
        found = read_ndb(content)
    else:
        found = read_bdb(content)
    return Entry(Kind.FILE, text="\n".join(f"{name} {version}" for name, version in _sensible(found)) or "\n")


def packages_of(root: Root) -> dict[str, str]:
    """The packages of a root by name, with their versions."""
    found: dict[str, str] = {}
    for path, entry in root.entries.items():
        if entry.text and is_database(path):
            found |= {
                name: version for name, _, version in (line.partition(" ") for line in entry.text.split("\n")) if name
            }
    return found


def manager_of(root: Root) -> str:
    """Whose databases are in a root: ``dpkg``, ``apk``, ``rpm``; empty for none."""
    paths = [path for path, entry in root.entries.items() if entry.text and is_database(path)]
    for name, kind in (("dpkg", DPKG), ("apk", APK), ("rpm", RPM)):
        if any(kind.match(path) for path in paths):
            return name
    return ""


def _sensible(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The packages whose names are words."""
    for number, (name, version) in enumerate(found):
        if number >= MOST_PACKAGES:
            return
        if name.isprintable() and version.isprintable() and " " not in name + version and 0 < len(name) < LONGEST_NAME:
            yield name, version[:LONGEST_NAME]


def _lines(content: IO[bytes]) -> Iterator[str]:
    while line := content.readline(LONGEST_LINE):
        yield line.decode("utf-8", "replace").rstrip("\n")


def _dpkg(content: IO[bytes]) -> Iterator[tuple[str, str]]:
    """The installed packages: those whose status ends in ``installed``; status.d has none and lists only such."""
    fields: dict[str, str] = {}
    for line in (*_lines(content), ""):
        name, colon, value = line.partition(":")
        if not line:
            if fields.get("Package") and fields.get("Status", "installed").endswith("installed"):
                yield fields["Package"], fields.get("Version", "")
            fields = {}
        elif colon and name in ("Package", "Version", "Status"):
            fields[name] = value.strip()


def _apk(content: IO[bytes]) -> Iterator[tuple[str, str]]:
    name = version = ""
    for line in (*_lines(content), ""):
        if line.startswith("P:"):
            name = line[2:]
        elif line.startswith("V:"):
            version = line[2:]
        elif not line:
            if name:
                yield name, version
            name = version = ""
