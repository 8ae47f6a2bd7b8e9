"""Image references and, from data files, what a base image brings: release, libc, package manager.

Knows nothing of Dockerfiles. Start with ``catalog.py``; the facts are under ``data/``.
"""

from dfix.images.catalog import exists, resolve, with_commands
from dfix.images.image import Image
from dfix.images.official import is_official
from dfix.images.reference import Reference, parse_reference
from dfix.images.release import Libc, Release, newer_releases, release, version_key
from dfix.images.user_images import UserImage, described_image, user_image
from dfix.images.variant import names_version, newest_has, runtime_for, variants

__all__ = [
    "Image",
    "Libc",
    "Reference",
    "Release",
    "UserImage",
    "described_image",
    "exists",
    "is_official",
    "names_version",
    "newer_releases",
    "newest_has",
    "parse_reference",
    "release",
    "resolve",
    "runtime_for",
    "user_image",
    "variants",
    "version_key",
    "with_commands",
]
