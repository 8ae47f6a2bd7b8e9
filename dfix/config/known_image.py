"""What is known of an image under some settings: as it was measured, as the user says, or as the catalog does."""

from dfix.config.settings import Settings
from dfix.images import Image, UserImage, described_image, resolve, user_image


def known_image(reference: str, settings: Settings) -> Image | None:
    """What is known of an image; None for nothing."""
    lock = settings.lock
    measured = lock.image(reference) if lock and not isinstance(lock, (str, bool)) else None
    return measured or user_image(reference, settings.images or ()) or resolve(reference)


def image_to_land_on(reference: str, settings: Settings) -> Image | None:
    """The same for what files are judged against, which may be ``scratch``: an image with nothing in it."""
    nothing = described_image(reference, UserImage(reference, libc="none")) if reference == "scratch" else None
    return nothing or known_image(reference, settings)
