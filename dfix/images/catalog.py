"""What an image reference means: the release it holds, and how sure that is.

The facts are under ``data/``; ``facts.py`` reads them. Official images are in ``official.py``, lines on
other images in ``lines.py``; rules and guesses by name, which are less sure, are here. What official
images do not need is imported where it is needed: a save hook pays for each module.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from dfix.confidence import Confidence
from dfix.images.facts import NameRule, image_lines, others, releases, wild
from dfix.images.image import Image
from dfix.images.official import family_of, has_tag, official_image
from dfix.images.reference import Reference, parse_reference
from dfix.images.release import nameless, release
from dfix.images.system_words import filled, named_system
from dfix.text import UNKNOWN_TEXT
from dfix.values import NamedTuple


@lru_cache(maxsize=512)
def resolve(text: str) -> Image | None:
    """What the image ``text`` holds, or None when the catalog cannot tell.

    ``text.UNKNOWN_TEXT`` in the text means any text.
    """
    reference = parse_reference(text.replace(UNKNOWN_TEXT, "0"))
    if reference is None:
        return None
    if UNKNOWN_TEXT in text:
        return _partly_unknown(reference, text)
    if reference.is_official:
        return official_image(reference, reference.name) or _by_words(reference)
    if image_lines(reference.namespace):
        from dfix.images.lines import image_of, line_for

        match = line_for(reference)
        if match:
            return image_of(match)
    return _by_rules(reference) or _by_name(reference)


def with_commands(text: str, commands: Iterable[str]) -> Image | None:
    """What the image ``text`` holds, where the texts of the RUNs in it are ``commands``; None: nobody can tell."""
    listed = resolve(text)
    reference = parse_reference(text.replace(UNKNOWN_TEXT, "0"))
    if reference is None or (listed and not _is_open(listed)):
        return listed
    from dfix.images.run_words import sure_of, told_by, with_told

    told = told_by(text, commands)
    if told is None:
        return listed
    return with_told(listed, told) if listed else Image(reference, told, Confidence.LIKELY, sure_of(told))


def _is_open(listed: Image) -> bool:
    """Whether commands may tell more of an image than the catalog does."""
    is_sure = listed.family_sure is Confidence.CERTAIN and listed.release_sure > Confidence.POSSIBLE
    return not is_sure or listed.release.package_manager is None


def exists(text: str) -> bool:
    """Whether the catalog knows an image under exactly this reference."""
    reference = parse_reference(text)
    if reference is None:
        return False
    if reference.is_official:
        return has_tag(reference.name, reference.tag or "latest")
    listed = (*image_lines(reference.namespace), *others()["rules"])
    return any(reference.name in entry["images"] for entry in listed)


def _partly_unknown(reference: Reference, text: str) -> Image | None:
    """A reference of which a part is not known: the words that are there, else the image's family."""
    name, _, tag = text.partition(":")
    if UNKNOWN_TEXT in name or UNKNOWN_TEXT not in tag:
        from dfix.images.copies import copied_from_unknown_registry

        return copied_from_unknown_registry(text)
    system = named_system(tag)
    if system:
        return Image(reference, release(system), Confidence.LIKELY, Confidence.LIKELY)
    if "alpine" in tag:
        return Image(reference, release("alpine"), Confidence.LIKELY, Confidence.POSSIBLE)
    image = family_of(reference, reference.name) if reference.is_official else None
    return image._replace(family_sure=Confidence.POSSIBLE) if image else None


def _by_rules(reference: Reference) -> Image | None:
    rule = _rule(reference.name, _other_rules())
    if rule is None:
        return None
    sure = {"sure": Confidence.CERTAIN, "likely": Confidence.LIKELY, "guess": Confidence.POSSIBLE}[
        rule.get("confidence", "likely")
    ]
    tag = reference.tag or "latest"
    system, exact = _ruled(rule, tag)
    if system == "@official":
        image = official_image(reference, reference.path.rsplit("/", 1)[-1])
        return image._replace(family_sure=min(sure, image.family_sure)) if image else None
    if system is None or not {system, system.rsplit("-", 1)[0]} & set(releases()):
        return None
    known = release(system if system in releases() else system.rsplit("-", 1)[0])
    return Image(reference, known, sure, sure if exact else Confidence.LIKELY, (), rule.get("builds") == "static-musl")


def _ruled(rule: NameRule, tag: str) -> tuple[str | None, bool]:
    """The system id that a rule gives for a tag, and whether the tag itself names it."""
    for pattern, system in rule.get("tags", ()):
        match = re.search(pattern, tag)
        if match:
            return filled(system, match), True
    named = named_system(tag) if rule.get("use_suffix_rules", True) else None
    return (named, True) if named else (rule.get("default"), False)


class _Rules(NamedTuple):
    """The rules of a file by what they name: exact names, and patterns, the longest first, with their beginnings."""

    exact: Mapping[str, NameRule]
    patterns: tuple[tuple[str, str, NameRule], ...]


def _rule(name: str, rules: _Rules) -> NameRule | None:
    """The rule for a name: an exact one, else the one with the longest pattern."""
    if name in rules.exact:
        return rules.exact[name]
    from dfix.text.globs import name_matches

    begun = (row for row in rules.patterns if name.startswith(row[0]))
    return next((rule for _, pattern, rule in begun if name_matches(name, pattern)), None)


@cache
def _other_rules() -> _Rules:
    return _indexed(others()["rules"])


@cache
def _wild_rules() -> _Rules:
    return _indexed(wild()["rules"])


def _indexed(rules: list[NameRule]) -> _Rules:
    named = [(pattern, rule) for rule in rules for pattern in rule["images"]]
    longest_first = sorted((row for row in named if "*" in row[0]), key=lambda row: -len(row[0]))
    patterns = ((_beginning(pattern), pattern, rule) for pattern, rule in longest_first)
    return _Rules(dict(reversed(named)), tuple(patterns))


def _beginning(pattern: str) -> str:
    """What stands before a pattern's first wildcard."""
    return pattern.partition("*")[0].partition("?")[0].partition("[")[0]


def _by_name(reference: Reference) -> Image | None:
    """An image that no line and no rule is about: a copy of an official one, or what words tell; the surer one."""
    from dfix.images.copies import copied_image

    found = [image for image in (copied_image(reference), _by_words(reference)) if image]
    return max(found, key=lambda image: image.family_sure, default=None)


def _by_words(reference: Reference) -> Image | None:
    """An image that is not listed: judged by its tag's words, then by its name's."""
    system = named_system(reference.tag or "")
    if system:
        return Image(reference, release(system), Confidence.LIKELY, Confidence.LIKELY)
    if reference.tag and re.search(r"(?<![a-z])alpine(?![a-z])", reference.tag):
        return Image(reference, release("alpine"), Confidence.LIKELY, Confidence.POSSIBLE)
    if reference.tag and re.search(r"(?<![a-z])musl(?![a-z])", reference.tag):
        return Image(reference, release("linux-musl"), Confidence.LIKELY, Confidence.POSSIBLE)
    for guess in others()["name_guesses"]:
        if guess["name_has"] in reference.name:
            return Image(reference, release(guess["os"]), Confidence.POSSIBLE, Confidence.POSSIBLE)
    return _guessed(reference)


def _guessed(reference: Reference) -> Image | None:
    """The family of most images of that name; never more than a possibility."""
    rule = _rule(reference.name, _wild_rules())
    system = rule.get("default") if rule else None
    if system is None:
        system = next((name for name, words in wild()["words"].items() if re.search(words, reference.name)), None)
    if system is None:
        return None
    return Image(reference, nameless(release(system)), Confidence.POSSIBLE, Confidence.POSSIBLE)
