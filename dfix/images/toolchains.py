"""Which images ship a C compiler, which decides whether Go's cgo is on, and what variables they set.

The facts are in ``data/toolchains.json``; their source is the official images' own Dockerfiles.
"""

from dfix.images.facts import toolchains
from dfix.images.image import Image
from dfix.images.release import Libc
from dfix.tristate import Tristate


def ships_compiler(image: Image) -> Tristate:
    """Whether the image holds gcc or clang; what is built on an official image may have added it."""
    if image.locked:
        return Tristate.of(image.locked.has_compiler)
    reference, facts = image.bottom, toolchains()
    name = reference.path.rsplit("/", 1)[-1]
    if name in facts["without_compiler"].split() and image.official:
        return Tristate.NO
    if name not in facts["with_compiler"].split():
        return Tristate.UNKNOWN
    slim = Libc.MUSL in image.release.libcs or "slim" in (reference.tag or "").split("-")
    shipped = Tristate.of(not slim or name in facts["with_compiler_when_slim"].split())
    return shipped | Tristate.UNKNOWN if image.built_on else shipped


def environment(image: Image) -> dict[str, str]:
    """The variables that an image is known to set with ENV, or its user has; what is built on it inherits them."""
    if image.locked:
        return dict(image.locked.environment)
    reference, facts = image.official or image.built_on or image.reference, toolchains()
    on_alpine = facts["environment_on_alpine"].get(reference.name, {}) if Libc.MUSL in image.release.libcs else {}
    return {**facts["environment"].get(reference.name, {}), **on_alpine}


def workdir(image: Image) -> str:
    """The directory in which an image's commands run, which it sets with WORKDIR."""
    if image.locked:
        return image.locked.workdir
    return toolchains()["workdir"].get((image.official or image.reference).name, "/")
