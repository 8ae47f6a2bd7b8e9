"""Which interpreter of a language an image, or its distribution's package, brings.

The facts are in ``data/interpreters.json``: the releases' package lists (packages.debian.org,
packages.ubuntu.com, pkgs.alpinelinux.org). An official image's tag names the version.
"""

import re

from dfix.images.catalog import Image
from dfix.images.facts import interpreters
from dfix.images.release import Release
from dfix.values import NamedTuple

MAJOR_ONLY = frozenset({"node"})


class Interpreter(NamedTuple):
    """``version``: what installed packages are tied to, Python's and Ruby's minor, Node's major; None: not known."""

    version: str | None
    path: str


def of_image(image: Image, language: str) -> Interpreter | None:
    """The interpreter that the image itself brings; None when it is not known to bring one."""
    facts, reference = interpreters()[language], image.reference
    if reference.is_official and reference.path.rsplit("/", 1)[-1] == facts["official"]:
        return Interpreter(_of_tag(language, reference.tag or "latest"), facts["official_path"])
    distroless = re.search(rf"/distroless/{language}(?:js)?(\d[\d.]*)?-debian\d+$", reference.name)
    if distroless:
        version = distroless[1] if language == "node" else facts["releases"].get(image.release.id)
        return Interpreter(version, "/nodejs/bin/node" if language == "node" else facts["package_path"])
    return None


def of_package(release: Release, language: str) -> Interpreter:
    """The interpreter that the release's own package brings."""
    facts = interpreters()[language]
    return Interpreter(facts["releases"].get(release.id), facts["package_path"])


def _of_tag(language: str, tag: str) -> str | None:
    """``3.11`` of ``3.11.4-slim``; of ``20.1-alpine`` Node's major ``20``."""
    pattern = r"(\d+)(?![\d])" if language in MAJOR_ONLY else r"(\d+\.\d+)(?![\d])"
    match = re.match(pattern, tag)
    return match[1] if match else None
