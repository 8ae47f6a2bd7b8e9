"""One binary against a base image of which the catalog knows the C library, not the files."""

from collections.abc import Iterator

from dfix.context.binary import ELF, Binary
from dfix.images import Image, Libc, version_key
from dfix.images.libraries import lacks
from dfix.inspect.distribution import brought_by
from dfix.trace.knowledge.context_file import OF_LIBC, libc_of


def _is_absent(image: Image, soname: str) -> bool:
    """Whether the plain image has no such library, as far as is recorded or was measured."""
    if image.locked:
        return soname not in image.locked.sonames
    return lacks(image, frozenset(), soname) is not None


def problems(binary: Binary, image: Image) -> Iterator[str]:
    """What the binary needs and the image surely lacks."""
    known = image.release
    if binary.format != ELF:
        yield f"it is a {binary.format} file, and the image is Linux: `exec format error`"
        return
    libc = libc_of(binary)
    if libc is None:
        return
    if libc not in known.libcs:
        loader = binary.interpreter or f"{libc.value}'s loader"
        said = "so the shell answers `not found`" if binary.interpreter else f"so its {libc.value} symbols are missing"
        yield f"it needs {libc.value}, and {known.title} ({known.libc_title}) has none: {loader} is not there, {said}"
        return
    asked = binary.asks.get("GLIBC")
    if libc is Libc.GLIBC and asked and known.libc_version and version_key(asked) > version_key(known.libc_version):
        yield f"version `GLIBC_{asked}' not found: {known.title} has glibc {known.libc_version}"
    missing = [name for name in binary.needed if not name.startswith(tuple(OF_LIBC[libc])) and _is_absent(image, name)]
    if missing:
        hint = brought_by(missing, known)
        yield f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not in the plain image{hint}"
