"""Which shared libraries a bare image lacks, and which package brings them.

The facts stand in ``data/libraries.json``: the images' own package lists; ``bare`` names all libraries
of an image beside its libc's. Only the plain images are spoken of (``alpine``, distroless base …); any
other image may have been given more.
"""

from dfix.confidence import Confidence
from dfix.images.catalog import Image
from dfix.images.facts import libraries


def lacks(image: Image | None, packages: frozenset[str], library: str) -> Confidence | None:
    """How sure it is that an image with these packages does not have the library; None when it may.

    A package that is neither known to bring the library nor known to bring none makes it a possibility.
    """
    facts = libraries().get(library)
    if facts is None:
        return _bare_lacks(image, packages, library)
    if not any(_is_called(image, word) for word in facts["absent"].split()):
        return None
    brought = facts["brought_by"].split()
    if any(package.startswith(tuple(brought)) for package in packages):
        return None
    small = libraries()["small_packages"]["names"].split()
    return Confidence.CERTAIN if packages <= frozenset(small) else Confidence.POSSIBLE


def _bare_lacks(image: Image | None, packages: frozenset[str], library: str) -> Confidence | None:
    """A library of which nothing is recorded: absent where an image holds a few only, and nothing was installed."""
    for word, own in libraries()["bare"].items():
        if not packages and _is_called(image, word):
            return None if library.startswith(tuple(own.split())) else Confidence.CERTAIN
    return None


def _is_called(image: Image | None, word: str) -> bool:
    """Whether it is the plain image of that name; ``distroless-base`` means every ``base-debianN``."""
    if image is None:
        return False
    name = image.reference.path.rsplit("/", 1)[-1]
    if word.startswith("distroless-"):
        plain = word.removeprefix("distroless-")
        return "distroless" in image.reference.name and (name == plain or name.startswith(f"{plain}-debian"))
    return image.reference.is_official and name == word


def package_of(library: str, manager: str | None) -> str | None:
    """The package that brings the library, in the names of a package manager."""
    return libraries().get(library, {}).get("apk") if manager == "apk" else None
