"""Images that the user describes: what the catalog cannot know of them, configuration or a directive says."""

from collections.abc import Collection, Mapping

from dfix.confidence import Confidence
from dfix.images.catalog import resolve
from dfix.images.image import Image
from dfix.images.reference import parse_reference
from dfix.images.release import Libc, Release, release
from dfix.text import UNKNOWN_TEXT
from dfix.values import NamedTuple

# The release that is assumed where only the C library is known.
NAMELESS = {"glibc": "linux-glibc", "musl": "linux-musl", "none": "linux-static"}


class Built(NamedTuple):
    """How the project itself builds an image: the Dockerfile, the build context, the stage, the build arguments."""

    dockerfile: str
    context: str
    target: str | None = None
    args: Mapping[str, str] = {}


class UserImage(NamedTuple):
    """What the user says of the images whose reference matches ``pattern`` (``*`` and ``?``; without a tag: any tag).

    ``like`` is an image that the catalog knows and that they resemble; ``libc`` is ``glibc``, ``musl`` or
    ``none``, with ``libc_version`` where it is known. ``built`` says that the project builds it, and how.
    """

    pattern: str
    like: str | None = None
    libc: str | None = None
    libc_version: str | None = None
    built: Built | None = None


def user_image(reference: str, user_images: Collection[UserImage]) -> Image | None:
    """The image that the user describes for a reference; the longest pattern that matches decides."""
    found = _described(reference, user_images)
    return described_image(reference, found) if found else None


def built_image(reference: str, user_images: Collection[UserImage]) -> Built | None:
    """How the project builds the image of a reference, as the user says; None where nobody says that it does."""
    found = _described(reference, user_images)
    return found.built if found else None


def _described(reference: str, user_images: Collection[UserImage]) -> UserImage | None:
    """The description whose pattern fits best: the longest."""
    if not user_images:
        return None
    from dfix.text.globs import name_matches

    name = reference.partition("@")[0]
    head, colon, tag = name.rpartition(":")
    untagged = head if colon and "/" not in tag else name
    matching = [
        image for image in user_images if name_matches(name, image.pattern) or name_matches(untagged, image.pattern)
    ]
    return max(matching, key=lambda image: len(image.pattern), default=None)


def described_image(text: str, description: UserImage) -> Image | None:
    """The image of a description, under the reference ``text``; None where the description says nothing."""
    reference = parse_reference(text.replace(UNKNOWN_TEXT, "0"))
    if reference is None:
        return None
    model = resolve(description.like) if description.like else None
    if model is not None:
        known, sure = model.release, model.release_sure
    elif description.libc in NAMELESS:
        known = release(NAMELESS[description.libc])
        sure = Confidence.CERTAIN if description.libc_version else Confidence.POSSIBLE
    else:
        return None
    return Image(reference, _with_libc(known, description), Confidence.CERTAIN, sure)


def _with_libc(known: Release, description: UserImage) -> Release:
    libc, version = description.libc, description.libc_version
    if libc in NAMELESS and libc != "none" and known.libcs != (Libc(libc),):
        known = known._replace(libcs=(Libc(libc),), libc_version=None)
    return known._replace(libc_version=version) if version else known
