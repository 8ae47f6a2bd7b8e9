"""Which images ship a C compiler, which decides whether Go's cgo is on, and what variables they set.

The facts are in ``data/toolchains.json``; their source is the official images' own Dockerfiles.
"""

import re

from dfix.images.catalog import Image
from dfix.images.facts import toolchains
from dfix.images.release import Libc
from dfix.tristate import Tristate


def ships_compiler(image: Image) -> Tristate:
    """Whether the image holds gcc or clang."""
    reference, facts = image.reference, toolchains()
    name = reference.path.rsplit("/", 1)[-1]
    if name in facts["without_compiler"].split() and reference.is_official:
        return Tristate.NO
    if name not in facts["with_compiler"].split():
        return Tristate.UNKNOWN
    slim = Libc.MUSL in image.release.libcs or bool(re.search(r"(^|-)slim(-|$)", reference.tag or ""))
    return Tristate.of(not slim or name in facts["with_compiler_when_slim"].split())


def environment(image: Image) -> dict[str, str]:
    """The variables that an official image is known to set with ENV."""
    return toolchains()["environment"].get(image.reference.name, {}) if image.reference.is_official else {}


def workdir(image: Image) -> str:
    """The directory in which an official image's commands run, which it sets with WORKDIR."""
    return toolchains()["workdir"].get(image.reference.name, "/") if image.reference.is_official else "/"
