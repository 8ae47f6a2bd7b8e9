"""What the commands that run in an image tell of it: its package manager, and codenames in package sources.

The facts are in ``data/run_words.json``. A package manager tells the family: apk is that of Alpine, unless
Wolfi's repository is named. A release is told by the sources that are made for one: ``ppa:``, ``bookworm-backports``,
``llvm-toolchain-jammy``, ``deb https://download.docker.com/linux/debian bookworm stable``. The distribution's own
archive tells it only where the line replaces ``/etc/apt/sources.list``: people add an older release's archive
to get an old library.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dfix.confidence import Confidence
from dfix.images.facts import releases, run_words, tag_words
from dfix.images.image import Image
from dfix.images.release import Release, nameless, release
from dfix.images.system_words import filled
from dfix.text.pattern import pattern

LIKELY, POSSIBLE = Confidence.LIKELY, Confidence.POSSIBLE
MANAGER = pattern(
    r"(?:^|[\s;&|({\"'/])(apk|apt-get|apt|aptitude|yum|dnf|microdnf|tdnf|zypper|pacman)[\"',]*\s+(?:-[^\s;&|]*\s+)*[\"']?"
    r"(?:add|update|upgrade|install|reinstall|in|dist-upgrade|full-upgrade|makecache|module|groupinstall|refresh|"
    r"ref|clean|del|remove|-S[a-z]*)\b"
)
SOURCE = pattern(r"\bdeb(?:-src)?\s+(?:\[[^\]]*\]\s*)?([^\s'\"]+)\s+([^\s'\"]+)")
SUITES = pattern(r"(?m)^Suites:\s*(\S+)")
# The archive itself and its mirrors; a host that a variable names may be one.
ARCHIVE = pattern(r"^[^/]*//(?:[\w.-]*(?:debian\.org|ubuntu\.com|mirror|ftp|archive|cdn)[\w.:-]*|[^/]*\$.*)(?:/|$)")
REPLACED = pattern(r"(?:[^>]>\|?|\btee)\s*[\"']?/etc/apt/sources\.list(?:[\"'\s;&|]|$|\.d/(?:debian|ubuntu)\.sources)")
# Package managers of one family of distributions.
KINDS = {"apt": "apt", "dnf": "rpm", "yum": "rpm", "microdnf": "rpm", "tdnf": "rpm", "apk": "apk"}


def told_by(name: str, texts: Iterable[str]) -> Release | None:
    """The release, or its family, of an image in which these commands run; None where they tell nothing.

    ``name`` is the reference, ``texts`` are those of the RUN instructions. Where commands of several families
    run, each is for an image of its own kind, and nothing is known.
    """
    texts = (name, *texts)
    managers = {match[1] for text in texts for match in MANAGER.finditer(text)}
    families = {run_words()["managers"][name] for name in managers}
    if len({release(family).libcs for family in families}) != 1:
        return None
    kinds = {_kind(name) for name in managers}
    family = release(min(families) if len(kinds) == 1 else "linux-glibc")
    marks = {mark for text in texts for mark in _marks(text) if _kind(mark.package_manager or "") in kinds}
    return _agreed(marks) or family


def with_told(listed: Image, told: Release) -> Image:
    """An image of which the catalog does not know all, with what its commands tell.

    What the commands tell goes before a guess by name; of a family that is known it may tell the release.
    """
    if _contradicts(listed.release, told):
        is_known = listed.family_sure is Confidence.CERTAIN and listed.release.package_manager is not None
        return listed if is_known else _replaced(listed, told)
    may_be = told.distro == listed.release.distro or listed.family_sure is POSSIBLE
    if told.version and listed.release.version is None and listed.release_sure is POSSIBLE and may_be:
        return _replaced(listed, told)._replace(family_sure=max(listed.family_sure, LIKELY))
    return listed._replace(family_sure=max(listed.family_sure, LIKELY))


def _replaced(listed: Image, told: Release) -> Image:
    """The image with another release; it is no copy of an official image of a release that it does not have."""
    image = listed._replace(release=told, family_sure=LIKELY, release_sure=sure_of(told), history=())
    return image if listed.release_sure is POSSIBLE else image._replace(official=None, built_on=None, interpreters=())


def sure_of(told: Release) -> Confidence:
    """How sure the release is that commands tell."""
    return LIKELY if told.version else POSSIBLE


def _contradicts(listed: Release, told: Release) -> bool:
    """Whether the listed image has not the package manager that runs in it."""
    return listed.package_manager is None or _kind(listed.package_manager) != _kind(told.package_manager or "")


def _kind(manager: str) -> str:
    return KINDS.get(manager.removesuffix("-get").replace("aptitude", "apt"), manager)


def _agreed(marks: set[Release]) -> Release | None:
    """The one release that the marks name, else the one family; None where they name several or none."""
    named = {mark for mark in marks if mark.version}
    if len(named) == 1 and len({mark.distro for mark in marks}) == 1:
        return named.pop()
    families = {nameless(mark) for mark in marks}
    return families.pop() if len(families) == 1 else None


def _marks(text: str) -> Iterator[Release]:
    """The releases and families that one RUN names."""
    for find, system in _patterns():
        for match in find.finditer(text):
            yield from _known(filled(system, match))
    for name in _suites(text):
        yield from _known(tag_words()["codenames"][name])


def _known(name: str) -> Iterator[Release]:
    if name in releases():
        yield release(name)


def _suites(text: str) -> Iterator[str]:
    """The codenames of the source lines that tell the release."""
    is_replaced = REPLACED.search(text) is not None
    for match in SOURCE.finditer(text):
        if (is_replaced or not ARCHIVE.search(match[1])) and not _of_any_release(match[1]):
            yield from _codename(match[2])
    for match in SUITES.finditer(text):
        if is_replaced:
            yield from _codename(match[1])


def _codename(suite: str) -> Iterator[str]:
    if suite in tag_words()["codenames"]:
        yield suite


def _of_any_release(url: str) -> bool:
    """Whether a repository is used on releases that its suite does not name."""
    return any(word in url for word in run_words()["repositories_of_any_release"].split())


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    codename = "|".join(tag_words()["codenames"])
    return tuple((re.compile(mark["find"].replace("CODENAME", codename)), mark["os"]) for mark in run_words()["marks"])
