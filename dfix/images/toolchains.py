"""Which images ship a C compiler, which decides whether Go's cgo is on, and what variables they set.

The facts stand in ``data/toolchains.json``; they are read off the official images' own Dockerfiles.
"""

import json
import os
import re
from functools import cache
from typing import TypedDict

from dfix.images.catalog import DATA, Image
from dfix.images.release import Libc


class Toolchains(TypedDict):
    """``toolchains.json``; the first three are names of official images, parted by blanks."""

    with_compiler: str
    with_compiler_when_slim: str
    without_compiler: str
    environment: dict[str, dict[str, str]]


@cache
def _facts() -> Toolchains:
    with open(os.path.join(DATA, "toolchains.json"), encoding="utf-8") as file:
        facts: Toolchains = json.load(file)
    return facts


def ships_compiler(image: Image) -> bool | None:
    """Whether the image holds gcc or clang; None when that is not known."""
    reference, facts = image.reference, _facts()
    name = reference.path.rsplit("/", 1)[-1]
    if name in facts["without_compiler"].split() and reference.is_official:
        return False
    if name not in facts["with_compiler"].split():
        return None
    slim = Libc.MUSL in image.release.libcs or bool(re.search(r"(^|-)slim(-|$)", reference.tag or ""))
    return name in facts["with_compiler_when_slim"].split() if slim else True


def environment(image: Image) -> dict[str, str]:
    """The variables that an official image is known to set with ENV."""
    return _facts()["environment"].get(image.reference.name, {}) if image.reference.is_official else {}
