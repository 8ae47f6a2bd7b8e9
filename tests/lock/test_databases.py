"""The databases of dpkg, apk and rpm, as they lie in an image."""

import io
import sqlite3
import struct
from pathlib import Path

import pytest
from roots import dpkg

from dfix.inspect.tree import Root
from dfix.lock.databases import database_entry, packages_of


def header(name: str, version: str, release: str) -> bytes:
    """A header of rpm with three texts."""
    store = b"".join(text.encode() + b"\0" for text in (name, version, release))
    offsets = (0, len(name) + 1, len(name) + len(version) + 2)
    index = b"".join(struct.pack(">IIII", 1000 + n, 6, offset, 1) for n, offset in enumerate(offsets))
    return struct.pack(">II", 3, len(store)) + index + store


BLOBS = [header("bash", "5.1.8", "9.el9"), header("glibc", "2.34", "100.el9"), header("gpg-pubkey", "1", "2")]
RPMS = {"bash": "5.1.8-9.el9", "glibc": "2.34-100.el9"}


def sqlite(tmp_path: Path, blobs: list[bytes]) -> bytes:
    path = tmp_path / "made.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)")
    connection.executemany("INSERT INTO Packages (blob) VALUES (?)", [(one,) for one in blobs])
    connection.commit()
    connection.close()
    return path.read_bytes()


def ndb(blobs: list[bytes]) -> bytes:
    """SUSE's format: a head, slots of sixteen bytes, and blobs at multiples of sixteen."""
    slots, data, at = b"", b"", 4096
    for number, one in enumerate(blobs, 1):
        blob = struct.pack("<4sIII", b"BlbS", number, 1, len(one)) + one
        blob += bytes(-len(blob) % 16)
        slots += struct.pack("<4sIII", b"Slot", number, (at + len(data)) // 16, len(blob) // 16)
        data += blob
    slots += struct.pack("<4sIII", b"Slot", 0, 0, 0) * ((4096 - 32 - len(slots)) // 16)
    return (b"RpmP" + bytes(28) + slots).ljust(4096, b"\0") + data


def bdb(blobs: list[bytes], order: str) -> bytes:
    """A hash of Berkeley DB: its head, one page of items, and pages for the values."""
    size = 512
    pages: list[bytes] = []
    items, offsets, end = b"", [], size
    for number, one in enumerate(blobs):
        first = 2 + len(pages)
        parts = [one[at : at + size - 26] for at in range(0, len(one), size - 26)]
        for index, part in enumerate(parts):
            following = first + index + 1 if index + 1 < len(parts) else 0
            head = bytes(8) + struct.pack(f"{order}IIIHH", first + index, 0, following, 1, len(part)) + bytes([0, 7])
            pages.append((head + part).ljust(size, b"\0"))
        value = bytes([3, 0, 0, 0]) + struct.pack(f"{order}II", first, len(one))
        key = b"\x01" + struct.pack(f"{order}I", number + 1)
        for item in (key, value):
            end -= len(item)
            offsets.append(end)
            items = item + items
    page = bytes(8) + struct.pack(f"{order}IIIHH", 1, 0, 0, len(offsets), end) + bytes([0, 13])
    page = (page + struct.pack(f"{order}{len(offsets)}H", *offsets)).ljust(end, b"\0") + items
    meta = (
        bytes(8)
        + struct.pack(f"{order}IIII", 0, 0x061561, 9, size)
        + bytes(8)
        + struct.pack(f"{order}I", 1 + len(pages))
    )
    return meta.ljust(size, b"\0") + page + b"".join(pages)


def found(path: str, data: bytes) -> dict[str, str]:
    return packages_of(Root({path: database_entry(path, io.BytesIO(data), len(data))}))


def test_dpkg() -> None:
    assert found("/var/lib/dpkg/status", dpkg({"bash": "5.2", "libc6": "2.36-9"})) == {"bash": "5.2", "libc6": "2.36-9"}


def test_apk() -> None:
    text = b"C:Q1\nP:musl\nV:1.2.5-r0\nA:x86_64\n\nP:busybox\nV:1.36-r1\n"
    assert found("/lib/apk/db/installed", text) == {"musl": "1.2.5-r0", "busybox": "1.36-r1"}


@pytest.mark.parametrize("place", ["/var/lib/rpm", "/usr/lib/sysimage/rpm"])
def test_rpm_in_sqlite(place: str, tmp_path: Path) -> None:
    assert found(f"{place}/rpmdb.sqlite", sqlite(tmp_path, BLOBS)) == RPMS


def test_rpm_in_ndb() -> None:
    assert found("/usr/lib/sysimage/rpm/Packages.db", ndb(BLOBS)) == RPMS


@pytest.mark.parametrize("order", "<>")
def test_rpm_in_berkeley_db(order: str) -> None:
    large = header("long", "1" * 200, "2" * 900)
    assert found("/var/lib/rpm/Packages", bdb([*BLOBS, large], order)) == {
        **RPMS,
        "long": ("1" * 200 + "-" + "2" * 900)[:256],
    }


PATHS = (
    "/var/lib/dpkg/status",
    "/lib/apk/db/installed",
    "/var/lib/rpm/rpmdb.sqlite",
    "/var/lib/rpm/Packages",
    "/usr/lib/sysimage/rpm/Packages.db",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "data", [b"", b"\0" * 8192, b"\xff" * 8192, b"P:\nPackage:\n" * 100, b"SQLite format 3\0" + b"\1" * 4096]
)
def test_nonsense_is_no_package(path: str, data: bytes) -> None:
    assert found(path, data) == {}


@pytest.mark.parametrize("step", [7, 64])
def test_cut_databases_end(step: int, tmp_path: Path) -> None:
    for path, data in (
        ("/var/lib/rpm/rpmdb.sqlite", sqlite(tmp_path, BLOBS)),
        ("/var/lib/rpm/Packages", bdb(BLOBS, "<")),
        (PATHS[-1], ndb(BLOBS)),
    ):
        for end in range(0, len(data), len(data) // step):
            assert set(found(path, data[:end])) <= {*RPMS, "long"}


def test_a_view_that_never_ends_is_not_asked(tmp_path: Path) -> None:
    path = tmp_path / "view.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE VIEW Packages AS WITH RECURSIVE x(blob) AS (SELECT 1 UNION ALL SELECT blob + 1 FROM x) SELECT blob FROM x"
    )
    connection.commit()
    connection.close()
    assert found("/var/lib/rpm/rpmdb.sqlite", path.read_bytes()) == {}
