"""Which distribution a root filesystem is of, and which of its packages bring a library.

Source: os-release(5), ``ID`` and ``VERSION_ID``.
"""

from collections.abc import Sequence

from dfix.images import Release, release
from dfix.images.facts import releases
from dfix.images.packages import packages_of_libraries
from dfix.inspect.tree import Root

PLACES = ("/etc/os-release", "/usr/lib/os-release")


def release_of(root: Root) -> Release | None:
    """The release that os-release names; None where there is none, or the catalog does not have it."""
    fields = os_release(root)
    name, version = fields.get("ID", ""), fields.get("VERSION_ID", "")
    # Alpine's version has three parts, the catalog's name of it two.
    parts = version.split(".")
    names = (f"{name}-{'.'.join(parts[:count])}" for count in (3, 2, 1))
    return next((release(one) for one in names if one in releases()), None)


def os_release(root: Root) -> dict[str, str]:
    """What os-release says; empty where there is none."""
    entry = next((found[1] for place in PLACES if (found := root.find(place))), None)
    lines = entry.text.splitlines() if entry else []
    return {name: value.strip("'\" ") for name, sign, value in (line.partition("=") for line in lines) if sign}


def brought_by(sonames: Sequence[str], known: Release | None) -> str:
    """A few words that name the packages, in parentheses; empty where they are not known."""
    packages = packages_of_libraries(sonames, known) if known else ()
    if not packages:
        return ""
    verb, them = "brings" if len(packages) == 1 else "bring", "it" if len(sonames) == 1 else "them"
    return f" ({' and '.join(packages)} {verb} {them})"
