"""Images of one's own: what a user tells of images that the catalog cannot know."""

from collections.abc import Iterable

from dfix.confidence import Confidence
from dfix.images.catalog import Image, release, resolve
from dfix.images.reference import parse_reference
from dfix.images.release import Libc, Release
from dfix.text import UNKNOWN_TEXT
from dfix.text.globs import name_matches
from dfix.values import NamedTuple

# The release that stands for a C library of which no more is known.
NAMELESS = {"glibc": "linux-glibc", "musl": "linux-musl", "none": "linux-static"}


class OwnImage(NamedTuple):
    """What is known of the images whose reference matches ``pattern`` (``*`` and ``?``; without a tag: any tag).

    ``like`` is an image that the catalog knows and that it is like; ``libc`` is ``glibc``, ``musl`` or
    ``none``, with ``libc_version`` where it is known.
    """

    pattern: str
    like: str | None = None
    libc: str | None = None
    libc_version: str | None = None


def told(text: str, own: Iterable[OwnImage]) -> Image | None:
    """What a user's own facts say of the reference ``text``; the longest pattern that matches decides."""
    name = text.partition("@")[0]
    head, colon, tag = name.rpartition(":")
    untagged = head if colon and "/" not in tag else name
    fitting = [one for one in own if name_matches(name, one.pattern) or name_matches(untagged, one.pattern)]
    return image_like(text, max(fitting, key=lambda one: len(one.pattern))) if fitting else None


def image_like(text: str, fact: OwnImage) -> Image | None:
    """The image that a fact describes, under its own reference; None when the fact tells nothing."""
    reference = parse_reference(text.replace(UNKNOWN_TEXT, "0"))
    if reference is None:
        return None
    model = resolve(fact.like) if fact.like else None
    known = model.release if model else release(NAMELESS[fact.libc]) if fact.libc in NAMELESS else None
    if known is None:
        return None
    known = _with_libc(known, fact)
    sure = model.release_sure if model else Confidence.CERTAIN if fact.libc_version else Confidence.POSSIBLE
    return Image(reference, known, Confidence.CERTAIN, sure)


def _with_libc(known: Release, fact: OwnImage) -> Release:
    if fact.libc in NAMELESS and fact.libc != "none" and known.libcs != (Libc(fact.libc),):
        known = known._replace(libcs=(Libc(fact.libc),), libc_version=None)
    return known._replace(libc_version=fact.libc_version) if fact.libc_version else known
