"""Image references and, from data files, what a base image brings: release, libc, package manager.

Knows nothing of Dockerfiles. Start with ``catalog.py``; the facts stand under ``data/``.
"""

from dfix.images.catalog import Image, by_package_manager, exists, is_official, release, resolve
from dfix.images.own import OwnImage, image_like, told
from dfix.images.reference import Reference, parse_reference
from dfix.images.release import Libc, Release, version_key
from dfix.images.variant import names_version, newest_has, runtime_for, variants

__all__ = [
    "Image",
    "Libc",
    "OwnImage",
    "Reference",
    "Release",
    "by_package_manager",
    "exists",
    "image_like",
    "is_official",
    "names_version",
    "newest_has",
    "parse_reference",
    "release",
    "resolve",
    "runtime_for",
    "told",
    "variants",
    "version_key",
]
