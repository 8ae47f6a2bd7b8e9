"""Images with a registry or a user in their name, as their own build files say: one line of data, one fact.

The lines are in ``data/namespaces/``, a file for each registry and user. A line may name its images by a
pattern; an exact name goes before a pattern, a longer pattern before a shorter one, then the first line
in the file whose ``tag`` fits. ``facts.ImageLine`` says what the keys mean.

A tag that moves is sure of its family only where its evidence is stale (``evidence.py``).
"""

import re
from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images.evidence import has_come, is_stale
from dfix.images.facts import ImageLine, image_lines, releases
from dfix.images.image import BuiltIn, Image
from dfix.images.official import official_image, official_reference, steps_of
from dfix.images.reference import Reference
from dfix.images.release import Release, at_least, nameless, release
from dfix.images.system_words import filled, named_system
from dfix.text.globs import name_matches
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
SURE = {"sure": CERTAIN, "likely": LIKELY, "guess": POSSIBLE}
DAY = pattern(r"(20\d\d)[.-](\d\d)[.-](\d\d)")
GROUPS_ONLY = pattern(r"(?:\{\w+\})+")
VERSION = pattern(r"\d")


class Match(NamedTuple):
    """A line that speaks of a reference. ``tag`` is as written, empty where there is none."""

    line: ImageLine
    reference: Reference
    tag: str
    groups: dict[str, str]

    @property
    def sure(self) -> Confidence:
        """How sure the line is."""
        return SURE[self.line["confidence"]]

    @property
    def day(self) -> str | None:
        """The day that the tag names, of a tag that is built once."""
        found = DAY.search(self.tag)
        return "-".join(found.groups()) if found else None

    @property
    def source(self) -> str:
        """Where the line was read, for people: ``astral-sh/uv: Dockerfile, read to 2026-08-21``."""
        source = self.line["source"]
        parts = (source.get("repository"), source.get("path"), source.get("page"))
        place = ": ".join(part for part in parts if part)
        return f"{place}, read to {self.line['evidence_to']}"


class Found(NamedTuple):
    """The release that a line gives; ``moves``: the tag follows newer releases, with this history."""

    release: Release
    family_sure: Confidence
    release_sure: Confidence
    moves: bool = False
    built_on: Reference | None = None
    history: tuple[tuple[str, str], ...] = ()


def line_for(reference: Reference) -> Match | None:
    """The line that speaks of a reference; None where none does."""
    lines = image_lines(reference.namespace)
    tag = reference.tag or ""
    for _, _, line in sorted(_candidates(lines, reference.name), key=lambda candidate: candidate[:2]):
        found = re.search(line.get("tag", ""), tag)
        if found:
            groups = {name: value or "" for name, value in found.groupdict().items()}
            return Match(line, reference, tag, groups)
    return None


def image_of(match: Match) -> Image | None:
    """What a line says of its reference; None where it knows not even the C library."""
    found = _mirror(match) if "mirrors" in match.line else _stated(match)
    if found is None:
        return None
    by_digest = match.reference.digest is not None and (found.moves or match.reference.tag is None)
    known = nameless(found.release) if by_digest else found.release
    return Image(
        match.reference,
        known,
        found.family_sure,
        POSSIBLE if by_digest or _is_family(known) else found.release_sure,
        found.history,
        match.line.get("builds") == "static-musl",
        built_on=found.built_on,
        interpreters=tuple(_interpreters(match, found)),
    )


def _candidates(lines: tuple[ImageLine, ...], name: str) -> Iterator[tuple[int, int, ImageLine]]:
    """The lines on an image: how well its name fits (the least first), its place in the file, the line."""
    for number, line in enumerate(lines):
        fitting = [_fit(image, name) for image in line["images"]]
        best = min((fit for fit in fitting if fit is not None), default=None)
        if best is not None:
            yield best, number, line


def _fit(image: str, name: str) -> int | None:
    if image == name:
        return -1000
    return -len(image) if "*" in image and name_matches(name, image) else None


def _system(name: str) -> Release:
    """The release of an id; its family where the catalog does not know this version."""
    known = releases()
    while name not in known:
        name = name.rpartition("-")[0]
    return release(name)


def _is_family(known: Release) -> bool:
    """Whether an id names a family of which there are versions."""
    return known.id in ("debian", "ubuntu", "alpine", "linux-glibc", "linux-musl", "linux-static", "opensuse-leap")


def _stated(match: Match) -> Found | None:
    """What the line itself says, without another image."""
    return _fixed(match) or (_pinned(match) if _is_pinned(match) else _moving(match))


# What the tag itself decides.


def _fixed(match: Match) -> Found | None:
    """What ``tags`` or the words of the tag name."""
    for expression, system in match.line.get("tags", ()):
        found = re.search(expression, match.tag)
        if found:
            return Found(_system(filled(system, found)), match.sure, match.sure)
    named = named_system(match.tag) if match.line.get("use_suffix_rules", True) else None
    return Found(release(named), match.sure, match.sure) if named else None


# Tags that are built once.


def _is_pinned(match: Match) -> bool:
    return "pinned" in match.line and re.search(match.line["pinned"], match.tag) is not None


def _pinned(match: Match) -> Found | None:
    """The step of the day that the tag names, else the family that all steps share."""
    line, day = match.line, match.day
    if day and (day <= line["evidence_to"] or "ended" in line):
        step = _step(steps_of(line["history"]), day)
        if step:
            return Found(release(step[1]), match.sure, min(match.sure, LIKELY))
    family = line.get("pinned_default")
    return Found(release(family), match.sure, POSSIBLE) if family else None


def _step(steps: tuple[tuple[str, str], ...], day: str) -> tuple[str, str] | None:
    """The last step that is not later than the day."""
    return next((step for step in reversed(steps) if step[0] <= day), None)


# Tags that move.


def _moving(match: Match) -> Found:
    """The last release of the history; only its family where the evidence is stale."""
    line = match.line
    steps = steps_of(line["history"]) if "history" in line else ()
    last = _system(line["default"])
    families = {release(system).libcs for _, system in steps} | {last.libcs}
    family_sure = match.sure if len(families) == 1 else min(match.sure, LIKELY)
    if not steps and (match.sure is CERTAIN or not _may_have_moved(line)):
        # No step was ever seen, and the line is sure: the name or the project's rule decides the release.
        return Found(last, family_sure, match.sure)
    if _may_have_moved(line) and not _is_named(match, last):
        return Found(at_least(last, steps), family_sure, POSSIBLE, True, None, steps)
    return Found(last, family_sure, min(match.sure, LIKELY), True, None, steps)


def _may_have_moved(line: ImageLine) -> bool:
    """Whether a moving tag may mean another release by now than the last one that was seen."""
    announced = line.get("expected")
    if announced and has_come(announced["from"]):
        return True
    return "ended" not in line and is_stale(line["evidence_to"])


def _is_named(match: Match, known: Release) -> bool:
    """Whether the name of the image tells the release: ``ubi9-quarkus-mandrel-builder-image``."""
    named = named_system(match.reference.path.rpartition("/")[2])
    return named is not None and (release(named).distro, release(named).version) == (known.distro, known.version)


# Images that are built on an official one.


def _mirror(match: Match) -> Found | None:
    """What the official image below it means, as it is now or as it was when the version was published."""
    name, _, tag = _fill(match.line["mirrors"], match.groups).partition(":")
    base = official_reference(name, tag or "latest")
    image = official_image(base, name)
    if image is None:
        return None
    days = _days_of_build(match) if image.history else None
    return _following(match, base, image) if days is None else _as_of(match, base, image, days)


def _days_of_build(match: Match) -> list[str] | None:
    """Days between which the image was built, none where they are not known; None: it is rebuilt all the time."""
    if "ended" in match.line:
        return [match.line["evidence_to"], match.line["ended"]]
    is_frozen = match.line["mirrors_when"] == "frozen" and VERSION.search(match.tag)
    return _days_of_version(match) if is_frozen else None


def _following(match: Match, base: Reference, image: Image) -> Found:
    """What the official tag means now; only its family where the line that names the tag is old."""
    family_sure, release_sure = min(match.sure, image.family_sure), min(match.sure, image.release_sure)
    is_tag_of_user = _is_tag_of_user(match)
    if image.history and _may_have_moved(match.line) and not is_tag_of_user:
        return Found(at_least(image.release, image.history), family_sure, POSSIBLE, True, base, image.history)
    if named_system(match.tag) is None and not is_tag_of_user:
        release_sure = min(release_sure, LIKELY)
    return Found(image.release, family_sure, release_sure, bool(image.history), base, image.history)


def _is_tag_of_user(match: Match) -> bool:
    """Whether the official tag consists of parts of the tag: the line adds nothing that could grow old."""
    return GROUPS_ONLY.fullmatch(match.line["mirrors"].rpartition(":")[2]) is not None


def _as_of(match: Match, base: Reference, image: Image, days: list[str]) -> Found:
    """What a moving official tag meant on all of these days; its family where it moved between them."""
    sure = min(match.sure, image.family_sure)
    steps = {_step(image.history, day) for day in days}
    step = steps.pop() if len(steps) == 1 else None
    if step is None:
        return Found(nameless(image.release), sure, POSSIBLE, False, base)
    return Found(release(step[1]), sure, min(sure, LIKELY), False, base)


def _days_of_version(match: Match) -> list[str]:
    """The days on which the version of the tag, and the one after it, were first published; none where not known."""
    published = list(match.line.get("published", {}).items())
    version = ".".join(match.groups.get("v", "").split(".")[:2])
    index = next((index for index, (listed, _) in enumerate(published) if listed == version), None)
    return [day for _, day in published[index : index + 2]] if index is not None else []


def _fill(template: str, groups: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: groups.get(name[1], ""), template)


# Interpreters.


def _interpreters(match: Match, found: Found) -> Iterator[BuiltIn]:
    """The interpreters that the line names."""
    for language in match.line.get("interpreters", {}):
        version = _version(match, language, found)
        if version is not None:
            yield BuiltIn(language, version, match.line.get("interpreters_at", {}).get(language, ""))


def _version(match: Match, language: str, found: Found) -> str | None:
    """The version of a language in the image, empty where it is not known; None: it is not in tags like this one."""
    by_day = match.line.get("interpreters_history", {}).get(language)
    if by_day and match.day:
        step = _step(steps_of(by_day), match.day)
        return step[1] if step else ""
    pairs = match.line["interpreters"][language]
    wanted, version = next(((wanted, version) for wanted, version in pairs if re.search(wanted, match.tag)), ("", None))
    if version is None or not _is_constant(match, version):
        return _filled_version(match, wanted, version)
    follows_steps = found.moves or (by_day is not None and not wanted)
    return version if not follows_steps or _is_current(match, found) else ""


def _is_constant(match: Match, version: str) -> bool:
    """Whether neither the tag nor the name of the image tells a version: it is that of the last step."""
    return not re.search(r"[{$@]", version) and version not in match.reference.path


def _filled_version(match: Match, wanted: str, version: str | None) -> str | None:
    found = re.search(wanted, match.tag)
    return filled(_fill(version, match.groups), found) if version is not None and found else None


def _is_current(match: Match, found: Found) -> bool:
    """Whether the reference means the last step of the histories."""
    return found.moves and match.reference.digest is None and not _may_have_moved(match.line)
