"""rpm's databases: SQLite (Fedora, Enterprise Linux 9 and later), NDB (SUSE), Berkeley DB (Enterprise Linux until 8).

Each holds the header of every installed package as a blob. Sources: rpm, ``lib/header.c`` for the blob (two counts in
network byte order, an index of 16 bytes an entry, a store) and ``include/rpm/rpmtag.h`` for the tags;
``lib/backend/ndb/rpmpkg.c`` for NDB; Berkeley DB, ``dbinc/db_page.h`` for its pages. All of it is bounded.
"""

import contextlib
import os
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from typing import IO

from dfix.inspect.members import BLOCK

NAME, VERSION, RELEASE = 1000, 1001, 1002
MOST_ENTRIES = 10_000
LARGEST_BLOB = 16 * 1024 * 1024
MOST_PACKAGES = 20_000
# Steps of SQLite's machine; a package takes a few dozen.
MOST_STEPS = 50_000_000
# NDB: the size of a block, and what a slot and a blob begin with.
NDB_BLOCK, NDB_SLOT, NDB_BLOB = 16, b"Slot", b"BlbS"
# Berkeley DB: types of pages, and of items on a page of a hash.
BDB_HASH_UNSORTED, BDB_OVERFLOW, BDB_HASH = 2, 7, 13
BDB_OFF_PAGE = 3
BDB_HASH_MAGIC = 0x061561
Found = Iterator[tuple[str, str]]


def read_sqlite(content: IO[bytes]) -> Found:
    """The packages of ``rpmdb.sqlite``; none where it makes no sense."""
    with tempfile.NamedTemporaryFile() as file:
        while block := content.read(BLOCK):
            file.write(block)
        file.flush()
        with contextlib.suppress(sqlite3.Error, OSError):
            yield from _rows(file.name)


def _rows(path: str) -> Found:
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    # The file may be hostile: no view, no trigger, no query without an end.
    connection.set_progress_handler(lambda: 1, MOST_STEPS)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        kinds = connection.execute("SELECT type FROM sqlite_master WHERE name = 'Packages'").fetchall()
        if kinds != [("table",)]:
            return
        rows = connection.execute(
            "SELECT blob FROM Packages WHERE length(blob) < ? LIMIT ?", (LARGEST_BLOB, MOST_PACKAGES)
        )
        for (blob,) in rows:
            if isinstance(blob, bytes):
                yield from package_of(blob)
    finally:
        connection.close()


def read_ndb(content: IO[bytes]) -> Found:
    """The packages of ``Packages.db``."""
    with tempfile.TemporaryFile() as file:
        while block := content.read(BLOCK):
            file.write(block)
        size = file.tell()
        file.seek(0)
        head = file.read(4096)
        for at in range(32, min(size, 1 << 20) - 16, 16):
            slot = head[at : at + 16] if at + 16 <= len(head) else _at(file, at, 16)
            if slot[:4] != NDB_SLOT:
                return
            _, number, offset, count = struct.unpack("<4sIII", slot)
            if number:
                yield from _ndb_blob(file, offset * NDB_BLOCK, count * NDB_BLOCK)


def _ndb_blob(file: IO[bytes], offset: int, size: int) -> Found:
    """The package of one blob, behind its head of sixteen bytes."""
    if 32 < size <= LARGEST_BLOB:
        blob = _at(file, offset, size)
        if blob[:4] == NDB_BLOB:
            yield from package_of(blob[16:])


def read_bdb(content: IO[bytes]) -> Found:
    """The packages of ``Packages``: a hash whose values are on pages of their own."""
    with tempfile.TemporaryFile() as file:
        while block := content.read(BLOCK):
            file.write(block)
        head = _at(file, 0, 512)
        if len(head) < 512:
            return
        order = next((one for one in "<>" if struct.unpack_from(f"{one}I", head, 12)[0] == BDB_HASH_MAGIC), "")
        if not order:
            return
        (size,) = struct.unpack_from(f"{order}I", head, 20)
        (last,) = struct.unpack_from(f"{order}I", head, 32)
        if size not in (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536):
            return
        for number in range(1, min(last, 1 << 20) + 1):
            page = _at(file, number * size, size)
            if len(page) < size:
                return
            if page[25] in (BDB_HASH, BDB_HASH_UNSORTED):
                yield from _bdb_page(file, page, order, size)


def _bdb_page(file: IO[bytes], page: bytes, order: str, size: int) -> Found:
    """The packages whose values a page of the hash names: every second item is a value."""
    (count,) = struct.unpack_from(f"{order}H", page, 20)
    for number in range(1, min(count, (size - 26) // 2), 2):
        (at,) = struct.unpack_from(f"{order}H", page, 26 + 2 * number)
        if at + 12 <= size and page[at] == BDB_OFF_PAGE:
            first, length = struct.unpack_from(f"{order}II", page, at + 4)
            if length <= LARGEST_BLOB:
                yield from package_of(_overflow(file, first, length, order, size))


def _overflow(file: IO[bytes], number: int, length: int, order: str, size: int) -> bytes:
    """A value that goes on from page to page."""
    data = b""
    while number and len(data) < length:
        page = _at(file, number * size, size)
        if len(page) < size or page[25] != BDB_OVERFLOW:
            break
        (used,) = struct.unpack_from(f"{order}H", page, 22)
        if used == 0:
            break
        data += page[26 : 26 + used]
        (number,) = struct.unpack_from(f"{order}I", page, 16)
    return data[:length]


def _at(file: IO[bytes], offset: int, size: int) -> bytes:
    file.seek(offset, os.SEEK_SET)
    return file.read(size)


def package_of(blob: bytes) -> Found:
    """The name and version-release of a header; none where it makes no sense."""
    if len(blob) < 8:
        return
    entries, size = struct.unpack_from(">II", blob)
    store = 8 + 16 * entries
    if entries > MOST_ENTRIES or store + size > len(blob):
        return
    texts: dict[int, str] = {}
    for number in range(entries):
        tag, kind, offset, _ = struct.unpack_from(">IIII", blob, 8 + 16 * number)
        if tag in (NAME, VERSION, RELEASE) and kind == 6 and offset < size:
            end = blob.find(b"\0", store + offset)
            texts[tag] = blob[store + offset : end].decode("utf-8", "replace") if end >= 0 else ""
    if texts.get(NAME) and texts[NAME] != "gpg-pubkey":
        yield texts[NAME], f"{texts.get(VERSION, '')}-{texts.get(RELEASE, '')}".strip("-")
