"""glibc's ``/etc/ld.so.cache``, which ldconfig writes: where the loader finds a library by its name.

Source: glibc, ``sysdeps/generic/dl-cache.h``. Since glibc 2.32 the file has the new format only, before it the new
one may follow the old one. The loader reads this file alone: what ``ld.so.conf`` names counts once ldconfig ran.
"""

import struct
from collections.abc import Mapping

OLD, NEW = b"ld.so-1.7.0", b"glibc-ld.so.cache1.1"
OLD_HEADER, OLD_ENTRY, NEW_HEADER, NEW_ENTRY = 16, 12, 48, 24
MOST_LIBRARIES = 100_000


def libraries_of(cache: bytes) -> Mapping[str, tuple[str, ...]]:
    """By a library's name, the paths that the cache gives, best first; empty where the file makes no sense."""
    try:
        return _libraries(cache)
    except (struct.error, UnicodeDecodeError, ValueError):
        return {}


def _libraries(cache: bytes) -> dict[str, tuple[str, ...]]:
    start = _start(cache)
    if not cache.startswith(NEW, start):
        return {}
    order = _order(cache, start)
    (count,) = struct.unpack_from(f"{order}I", cache, start + len(NEW))
    found: dict[str, tuple[str, ...]] = {}
    for number in range(count):
        place = start + NEW_HEADER + number * NEW_ENTRY
        name, path = struct.unpack_from(f"{order}II", cache, place + 4)
        key = _string(cache, start + name)
        found[key] = (*found.get(key, ()), _string(cache, start + path))
    return found


def _start(cache: bytes) -> int:
    """Where the part in the new format begins: after the old one, at a multiple of eight bytes."""
    if not cache.startswith(OLD):
        return 0
    count = int(struct.unpack_from("<I", cache, 12)[0])
    return (OLD_HEADER + min(count, MOST_LIBRARIES) * OLD_ENTRY + 7) // 8 * 8


def _order(cache: bytes, start: int) -> str:
    """The byte order, by which the number of libraries is a sensible one.

    Raises:
        ValueError: it is so by neither.
    """
    for order in ("<", ">"):
        count = int(struct.unpack_from(f"{order}I", cache, start + len(NEW))[0])
        if count <= MOST_LIBRARIES:
            return order
    raise ValueError("it names too many libraries")


def _string(cache: bytes, offset: int) -> str:
    return cache[offset : cache.index(b"\0", offset)].decode()
