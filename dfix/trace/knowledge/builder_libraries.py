"""Which library a name by which a build links one means in its builder."""

from dfix.confidence import Confidence
from dfix.images.link_names import Library, library_of
from dfix.images.packages import DEVELOPMENT
from dfix.images.provides import Packages, holdings_of
from dfix.trace.state.root import Root

OPENSSL = {"ssl": "libssl.so.", "crypto": "libcrypto.so."}


def linked_library(link: str, builder: Root) -> Library | None:
    """The library that ``-lLINK`` links in a builder; None where it has none of that name, or none is known."""
    release = builder.release
    if release is None:
        return None
    if link in OPENSSL and release.libssl:
        return Library(release.libssl.replace("libssl.so.", OPENSSL[link]), Confidence.CERTAIN)
    return library_of(link, release, _sonames(builder), builder.packages)


def can_link(link: str, builder: Root) -> bool:
    """Whether the builder is known to have a library to link with: itself, or a development package by its name."""
    sonames = _sonames(builder)
    if sonames is not None:
        library = linked_library(link, builder)
        return library is not None and library.soname in sonames
    stem = link.partition("_")[0].lower().rstrip("0123456789.-")
    return any(stem in package.lower() for package in builder.packages if DEVELOPMENT.search(package))


def _sonames(builder: Root) -> frozenset[str] | None:
    """The libraries that the builder ever had; None where not all are known."""
    packages = Packages(builder.packages, builder.installed.with_recommends())
    holdings = holdings_of(builder.image, packages) if builder.image else None
    if holdings is None or holdings.is_guess or holdings.is_open or holdings.open_libraries:
        return None
    if holdings.is_partly_recorded:
        return None
    return holdings.sonames
