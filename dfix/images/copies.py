"""Copies of official images in other registries: mirrors, pull-through caches, proxies.

A copy keeps the official path or its last part, ``mirror.gcr.io/library/golang:1.22`` or
``artifactory.example/docker-remote/golang:1.22-alpine``; so does many an image that somebody else built.
"""

from dfix.confidence import Confidence
from dfix.images.image import Image
from dfix.images.official import family_of, has_tag, official_image
from dfix.images.reference import DEFAULT_REGISTRY, Reference, parse_reference
from dfix.text import UNKNOWN_TEXT

LIKELY, POSSIBLE = Confidence.LIKELY, Confidence.POSSIBLE
# Registries where everybody may publish: a name there is its owner's choice, not that of a mirror.
PUBLIC = frozenset({"ghcr.io", "quay.io", "gcr.io", "registry.gitlab.com", "docker.pkg.github.com"})


def copied_image(reference: Reference) -> Image | None:
    """The official image that a reference to another registry names by its last part; None where it names none.

    It is certain below ``library/`` and likely elsewhere, where the official image has the tag. Without
    such a tag it is possible at most.
    """
    *folders, name = reference.path.split("/")
    if reference.registry == DEFAULT_REGISTRY:
        return None
    # The official images have a tag ``latest`` too, but so has every other image.
    is_untold = reference.tag in (None, "latest")
    is_listed = not is_untold and has_tag(name, reference.tag or "")
    if folders[-1:] == ["library"] and (is_untold or is_listed):
        return official_image(reference, name)
    return _likely(reference, name) if is_listed else _possible(reference, name)


def _likely(reference: Reference, name: str) -> Image | None:
    image = official_image(reference, name)
    sure = POSSIBLE if reference.registry in PUBLIC else LIKELY
    if image is None:
        return None
    return image._replace(family_sure=min(sure, image.family_sure), release_sure=min(sure, image.release_sure))


def _possible(reference: Reference, name: str) -> Image | None:
    image = family_of(reference, name)
    # A family only: nobody knows whether it is a copy, so nothing of the official image's files is known.
    return image._replace(reference=reference, family_sure=POSSIBLE, official=None) if image else None


def copied_from_unknown_registry(text: str) -> Image | None:
    """The official image of a reference whose registry is not known, ``$REGISTRY/library/golang:1.22``; else None."""
    registry, slash, path = text.partition("/")
    if UNKNOWN_TEXT not in registry or not slash or UNKNOWN_TEXT in path:
        return None
    reference = parse_reference(f"unknown.invalid/{path}")
    return copied_image(reference) if reference else None
