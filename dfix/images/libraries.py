"""Which shared libraries a bare image lacks, and which package brings them.

The facts stand in ``data/libraries.json``: the images' own package lists. Only the plain images are
spoken of (``alpine``, distroless base …); any other image may have been given more.
"""

from dfix.confidence import Confidence
from dfix.images.catalog import Image
from dfix.images.facts import libraries


def lacks(image: Image | None, packages: frozenset[str], library: str) -> Confidence | None:
    """How sure it is that an image with these packages does not have the library; None when it may.

    A package that is neither known to bring the library nor known to bring none makes it a possibility.
    """
    facts = libraries()[library]
    name = image.reference.path.rsplit("/", 1)[-1] if image else ""
    plain = (image is not None and image.reference.is_official and name in facts["absent"].split()) or any(
        name == word or name.startswith(f"{word.removeprefix('distroless-')}-debian")
        for word in facts["absent"].split()
        if word.startswith("distroless-") and image and "distroless" in image.reference.name
    )
    if not plain:
        return None
    brought = facts["brought_by"].split()
    if any(package.startswith(tuple(brought)) for package in packages):
        return None
    small = libraries()["small_packages"]["names"].split()
    return Confidence.CERTAIN if packages <= frozenset(small) else Confidence.POSSIBLE


def package_of(library: str, manager: str | None) -> str | None:
    """The package that brings the library, in the names of a package manager."""
    return libraries().get(library, {}).get("apk") if manager == "apk" else None
