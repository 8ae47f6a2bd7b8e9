"""The same image on another release: ``golang:1.20`` on Debian 11 is ``golang:1.20-bullseye``."""

import re
from collections.abc import Iterator

from dfix.images.catalog import resolve
from dfix.images.official import has_tag, tags
from dfix.images.reference import Reference
from dfix.images.release import Libc, Release, version_key
from dfix.text.pattern import pattern

SYSTEM_WORDS = frozenset(
    (
        "slim lenny squeeze wheezy jessie stretch buster bullseye bookworm trixie forky xenial bionic focal jammy "
        "noble resolute perl"
    ).split()
)
PLAIN_VERSION = pattern(r"\d+(\.\d+)+$")
ALPINES = [f"3.{minor}" for minor in range(40, 2, -1)]


def variants(reference: Reference, target: Release) -> Iterator[str]:
    """References to the same official image and version on ``target``, best first; all are in the catalog.

    On Alpine an older release than ``target`` will do (musl is upward compatible); the
    nearest comes first.
    """
    if not reference.is_official:
        return
    for tag in _candidates(reference.tag or "latest", target):
        if has_tag(reference.name, tag):
            image = resolve(f"{reference.name}:{tag}")
            if image and image.release.libcs == target.libcs:
                yield _written(reference, tag)


def names_version(tag: str) -> bool:
    """Whether a tag names major and minor, so that it means the same version on every release."""
    return re.match(r"v?\d+\.\d+", tag) is not None


def newest_has(name: str, tag: str) -> bool:
    """Whether the newest version of an official image still comes as ``tag``: ``bookworm``, ``1-slim-bookworm``."""
    versions = [listed for listed in tags(name) if PLAIN_VERSION.match(listed)]
    newest = max(versions, key=version_key, default=None)
    variant = tag if not tag[:1].isdigit() else tag.partition("-")[2]
    return newest is not None and has_tag(name, f"{newest}-{variant}")


def runtime_for(builder: Release, cxx: bool) -> Iterator[str]:
    """Small images of the builder's release that run its programs; ``cxx``: with libstdc++ and libgcc."""
    if builder.distro == "alpine" and builder.version and has_tag("alpine", builder.version):
        yield f"alpine:{builder.version}"
    elif builder.distro == "debian" and builder.codename:
        tag = f"{builder.codename}-slim"
        if has_tag("debian", tag):
            yield f"debian:{tag}"
    elif builder.distro == "ubuntu" and builder.version and has_tag("ubuntu", builder.version):
        yield f"ubuntu:{builder.version}"
    if builder.distro == "debian" and builder.version in ("11", "12", "13"):
        yield f"gcr.io/distroless/{'cc' if cxx else 'base'}-debian{builder.version}"


def _candidates(tag: str, target: Release) -> Iterator[str]:
    words = tag.split("-")
    kept = [word for word in words if not _names_system(word) and word != "latest"]
    slim = "slim" in words or any(word.startswith("alpine") for word in words)
    if Libc.MUSL in target.libcs:
        yield from ("-".join([*kept, f"alpine{version}"]) for version in _alpines(target))
        yield "-".join([*kept, "alpine"])
        return
    if not target.codename:
        return
    if slim:
        yield "-".join([*kept, "slim", target.codename])
        yield "-".join([*kept, target.codename, "slim"])
    yield "-".join([*kept, target.codename])


def _names_system(word: str) -> bool:
    """Whether a word of a tag names what the image is built on: ``slim``, ``bookworm``, ``alpine3.20``."""
    return word in SYSTEM_WORDS or (word.startswith("alpine") and not word[6:].strip("0123456789."))


def _alpines(target: Release) -> Iterator[str]:
    if target.version in ALPINES:
        yield from ALPINES[ALPINES.index(target.version) :]


def _written(reference: Reference, tag: str) -> str:
    """The reference as its author wrote the name, with another tag."""
    return f"{reference.name}:{tag}"
