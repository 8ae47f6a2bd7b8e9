"""Which interpreter of a language an image, or its distribution's package, brings.

The facts are in ``data/interpreters.json``: the releases' package lists (packages.debian.org,
packages.ubuntu.com, pkgs.alpinelinux.org). An official image's tag names the version. Of other images
the lines in ``data/namespaces/`` tell it.
"""

import re
from itertools import takewhile

from dfix.images.facts import interpreters
from dfix.images.image import BuiltIn, Image
from dfix.images.release import Release
from dfix.values import NamedTuple

MAJOR_ONLY = frozenset({"node"})
# The version of an interpreter that the release's own package brings.
OF_RELEASE = "@release"


class Interpreter(NamedTuple):
    """``version``: what installed packages are tied to, Python's and Ruby's minor, Node's major; None: not known.

    ``path`` is that of the program, empty where it is not known.
    """

    version: str | None
    path: str


def of_image(image: Image, language: str) -> Interpreter | None:
    """The interpreter that the image itself brings; None when it is not known to bring one."""
    facts, official = interpreters()[language], image.official or image.built_on
    for built_in in image.interpreters:
        if built_in.language == language:
            return _of_line(image, built_in)
    if image.locked:
        return None
    if official is not None and official.path == f"library/{facts['official']}":
        return Interpreter(_of_tag(language, official.tag or "latest"), facts["official_path"])
    distroless = re.search(rf"/distroless/{language}(?:js)?(\d[\d.]*)?-debian\d+$", image.reference.name)
    if distroless:
        version = distroless[1] if language == "node" else facts["releases"].get(image.release.id)
        return Interpreter(version, "/nodejs/bin/node" if language == "node" else facts["package_path"])
    return None


def _of_line(image: Image, built_in: BuiltIn) -> Interpreter:
    """The interpreter that a line of the catalog names."""
    language = built_in.language
    program = interpreters()[language]["package_path"].rpartition("/")[2]
    path = f"{built_in.folder}/{program}" if built_in.folder else ""
    if built_in.version == OF_RELEASE:
        return Interpreter(of_package(image.release, language).version, path)
    return Interpreter(_of_tag(language, built_in.version), path)


def of_package(release: Release, language: str) -> Interpreter:
    """The interpreter that the release's own package brings."""
    facts = interpreters()[language]
    return Interpreter(facts["releases"].get(release.id), facts["package_path"])


def _of_tag(language: str, tag: str) -> str | None:
    """``3.11`` of ``3.11.4-slim``; of ``20.1-alpine`` Node's major ``20``."""
    major = "".join(takewhile(str.isdecimal, tag))
    minor = "".join(takewhile(str.isdecimal, tag[len(major) + 1 :]))
    if language in MAJOR_ONLY:
        return major or None
    return f"{major}.{minor}" if major and minor and tag[len(major)] == "." else None
