"""Which shared libraries a bare image lacks.

The facts are in ``data/libraries.json``: the images' own package lists; ``bare`` names all libraries
of an image beside its libc's (``scripts/bare_libraries.py`` compares them with a root filesystem).
They are about the plain images only (``alpine``, distroless base, ``debian`` …); any other image may
have more.
"""

from dfix.confidence import Confidence
from dfix.images.facts import libraries, library_needs
from dfix.images.image import Image
from dfix.images.release import Release


def lacks(image: Image | None, packages: frozenset[str], library: str) -> Confidence | None:
    """How sure it is that an image with these packages does not have the library; None when it may.

    A package that is neither known to bring the library nor known to bring none makes it a possibility.
    """
    row = libraries()["absent"].get(library)
    if row is None or image is None or not any(_is_called(image, word) for word in row["images"].split()):
        return _bare_lacks(image, packages, library)
    if brings_by_name(packages, library):
        return None
    return Confidence.CERTAIN if packages <= frozenset(libraries()["small_packages"].split()) else Confidence.POSSIBLE


def linked_in_base(soname: str, release: Release) -> tuple[str, ...]:
    """What a library links of its own package, or of what every image of its release holds.

    What packages bring leaves that out; an empty image has none of it. Measured: the dynamic sections of Debian 13's.
    """
    facts = library_needs()
    rows = (facts["*"], facts.get(release.id, {}))
    return tuple(name for row in rows for name in row.get(soname, "").split())


def brings_by_name(packages: frozenset[str], library: str) -> bool:
    """Whether a package is among these that is known by the beginning of its name to bring the library."""
    row = libraries()["absent"].get(library)
    return row is not None and any(package.startswith(tuple(row["brought_by"].split())) for package in packages)


def _bare_lacks(image: Image | None, packages: frozenset[str], library: str) -> Confidence | None:
    """A library of which nothing is recorded: absent where an image holds a few only, and no other was installed."""
    if image is None or packages - frozenset(libraries()["brings_no_library"].split()):
        return None
    for word, own in libraries()["bare"].items():
        if _is_called(image, word):
            sure = image.release_sure if word == image.release.id else Confidence.CERTAIN
            return None if library.startswith(tuple(own.split())) else sure
    return None


def _is_called(image: Image, word: str) -> bool:
    """Whether it is the plain image of that name.

    ``distroless-base`` means every ``base-debianN``, ``debian-12`` Debian's own image of that release,
    ``python-slim`` and ``python-alpine`` these variants of an official image; a name with a slash is written whole.
    """
    if "/" in word:
        return image.reference.name == word
    name = (image.official or image.reference).path.rsplit("/", 1)[-1]
    if word.startswith("distroless-"):
        plain = word.removeprefix("distroless-")
        return "distroless" in image.reference.name and (name == plain or name.startswith(f"{plain}-debian"))
    wanted, _, variant = word.partition("-")
    if image.official is None or name != wanted:
        return False
    if variant == "slim":
        return "slim" in (image.reference.tag or "").split("-")
    if variant == "alpine":
        return image.release.distro == "alpine"
    return not variant or image.release.id == word
