"""Which symbol versions of libstdc++ (``GLIBCXX_3.4.N``) a compiler's programs ask for, and an image's library defines.

The facts are in ``data/cxx_runtime.json``. ``newest``: GCC's "ABI Policy and Guidelines"; ``gcc``: the releases' own
package lists; ``library`` where a release's library is of a newer GCC than its compiler. ``asked`` is measured with g++
10, 12 and 14 at -O0 and -O2: what a program asks for from the GCC on with which it is built, how sure that is, and of
which programs it holds.
"""

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.images.image import Image
from dfix.images.release import Release, version_key
from dfix.text.pattern import pattern
from dfix.values import NamedTuple, TypeAlias, TypedDict

Version: TypeAlias = tuple[int, ...]
PREFIX = "GLIBCXX_"
SURE = {"likely": Confidence.LIKELY, "possible": Confidence.POSSIBLE}
# The distributions that are built from the same sources, by major version.
RED_HAT = frozenset("rhel ubi centos centos-stream rockylinux almalinux oraclelinux".split())
TAG = pattern(r"(\d+)(?:\.(\d+))?(?:\.\d+)?(?:-|$)")
# A tag without the second number means the newest of that line.
NEWEST_MINOR = 99


class Facts(TypedDict):
    """The shape of the data file."""

    asked: dict[str, list[str]]
    newest: dict[str, str]
    gcc: dict[str, str]
    library: dict[str, str]


class Asked(NamedTuple):
    """A symbol version (``GLIBCXX_3.4.32``), how sure it is that a program asks for it, and which programs do."""

    version: str
    sure: Confidence
    programs: str


def gcc_of(image: Image) -> Version | None:
    """The version of an image's own GCC; None where that is not known."""
    if image.locked and image.locked.versions.get("gcc"):
        return version_key(image.locked.versions["gcc"])
    reference = image.official or image.reference
    if reference.is_official and reference.path.rpartition("/")[2] == "gcc":
        match = TAG.match(reference.tag or "")
        return (int(match[1]), int(match[2] or NEWEST_MINOR)) if match else None
    return gcc_of_release(image.release)


def gcc_of_release(release: Release) -> Version | None:
    """The version of a release's GCC; None where that is not known."""
    version = _facts()["gcc"].get(_key(release))
    return version_key(version) if version else None


def newest_symbol(image: Image) -> str | None:
    """The newest symbol version that the libstdc++ of an image defines; None where that is not known."""
    if image.locked:
        return image.locked.symbol("libstdc++.so.6", "GLIBCXX")
    gcc = gcc_of(image)
    listed = _facts()["library"].get(_key(image.release)) if gcc == gcc_of_release(image.release) else None
    return PREFIX + (listed or _newest_of(gcc)) if gcc else None


def asked_by(gcc: Version) -> tuple[Asked, ...]:
    """What programs ask for that are built with a GCC, the surest first, and the newest of these."""
    rows = [(row, version_key(first)) for first, row in _facts()["asked"].items()]
    asked = [Asked(PREFIX + row[0], SURE[row[1]], row[2]) for row, first in rows if gcc >= first]
    return tuple(sorted(asked, key=lambda one: (one.sure, symbol_key(one.version)), reverse=True))


def symbol_key(version: str) -> Version:
    """A symbol version as numbers, to compare."""
    return version_key(version.removeprefix(PREFIX))


def _newest_of(gcc: Version) -> str:
    known = [(version_key(first), symbol) for first, symbol in _facts()["newest"].items()]
    return max((first, symbol) for first, symbol in known if first <= gcc)[1] if gcc >= (4,) else "3.4"


def _key(release: Release) -> str:
    """The name under which the file has a release."""
    version = release.version or ""
    if release.distro in RED_HAT:
        return f"el-{version.partition('.')[0]}"
    if release.distro == "distroless":
        return f"debian-{release.id.rpartition('-debian')[2]}"
    return release.id


_facts = FactFile[Facts](__file__, "cxx_runtime.json")
