"""What an image reference means: the release it holds, how sure that is, and which tags exist.

The facts are under ``data/``; ``facts.py`` reads them.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from dfix.confidence import Confidence
from dfix.images.facts import NameRule, OfficialEntry, official_entry, others, releases, tag_words, wild
from dfix.images.reference import Reference, parse_reference
from dfix.images.release import Release, make_release
from dfix.text import UNKNOWN_TEXT
from dfix.text.globs import name_matches
from dfix.text.pattern import pattern as lazy
from dfix.values import NamedTuple


class Image(NamedTuple):
    """What the catalog knows of a reference.

    ``family_sure`` is how sure the C library is, ``release_sure`` how sure the release is.
    ``history`` is ``(day, release id)`` of a tag that moved, oldest first. ``static_builds``:
    what is compiled in it is static, whatever its own libc is.
    """

    reference: Reference
    release: Release
    family_sure: Confidence
    release_sure: Confidence
    history: tuple[tuple[str, str], ...] = ()
    static_builds: bool = False


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
        return _official(reference, reference.name) or _by_words(reference)
    return _by_rules(reference) or _by_words(reference)


# A package manager that a Dockerfile runs tells the family of an image that the catalog does not know.
# apk is on Alpine and, with glibc, on Wolfi, so it says little.
MANAGERS = {
    **dict.fromkeys(
        ("apt-get", "apt", "yum", "dnf", "microdnf", "zypper", "pacman"), ("linux-glibc", Confidence.LIKELY)
    ),
    "apk": ("alpine", Confidence.POSSIBLE),
}


def by_package_manager(text: str, manager: str) -> Image | None:
    """An image that the catalog does not know, in which ``manager`` runs; None when that says nothing."""
    reference = parse_reference(text.replace(UNKNOWN_TEXT, "0"))
    if reference is None or manager not in MANAGERS:
        return None
    system, sure = MANAGERS[manager]
    return Image(reference, _nameless(release(system)), sure, Confidence.POSSIBLE)


@cache
def release(name: str) -> Release:
    """The release of that id.

    Raises:
        KeyError: the catalog has no such release.
    """
    return make_release(name, releases()[name])


def tags(name: str) -> Iterator[str]:
    """Every tag that the catalog lists for an official image."""
    entry = official_entry(name)
    if entry is None:
        return
    for listed in entry["fixed"].values():
        yield from listed.split()
    for _, listed in entry["moved"]:
        yield from listed.split()
    for word, listed in entry["named"].items():
        yield from (tag.replace("@", word) for tag in listed.split())


def has_tag(name: str, tag: str) -> bool:
    """Whether the catalog lists the tag for an official image."""
    return tag in _tag_set(name)


def is_official(name: str) -> bool:
    """Whether there is an official image of that name."""
    return official_entry(name) is not None


def exists(text: str) -> bool:
    """Whether the catalog knows an image under exactly this reference."""
    reference = parse_reference(text)
    if reference is None:
        return False
    if reference.is_official:
        return has_tag(reference.name, reference.tag or "latest")
    return any(reference.name in rule["images"] for rule in others()["rules"])


@lru_cache(maxsize=16)
def _tag_set(name: str) -> frozenset[str]:
    return frozenset(tags(name))


def _official(reference: Reference, name: str) -> Image | None:
    entry = official_entry(name)
    if entry is None:
        return None
    if reference.tag is None and reference.digest:
        return _family(reference, entry)
    tag = reference.tag or "latest"
    pinned = reference.digest is not None
    for system, listed in entry["fixed"].items():
        if tag in listed.split():
            return Image(reference, release(system), Confidence.CERTAIN, Confidence.CERTAIN)
    for steps, listed in entry["moved"]:
        if tag in listed.split():
            return _moved(reference, steps, pinned)
    named = _word(tag)
    if named:
        return Image(reference, release(named), Confidence.CERTAIN, Confidence.CERTAIN)
    return _family(reference, entry)


def _moved(reference: Reference, steps: str, pinned: bool) -> Image:
    """A tag that moved: its last known release; pinned by digest it may be any of them."""
    history = tuple((step.split()[0], step.split()[1]) for step in steps.split("; "))
    found = [release(system) for _, system in history]
    one_family = len({r.libcs for r in found}) == 1
    family = Confidence.CERTAIN if one_family else Confidence.LIKELY
    current = _nameless(found[-1]) if pinned else found[-1]
    return Image(reference, current, family, Confidence.POSSIBLE if pinned else Confidence.LIKELY, history)


def _family(reference: Reference, entry: OfficialEntry) -> Image | None:
    """A tag that is newer than the catalog or mistyped: the C library of the image's ``latest``."""
    if reference.tag and "alpine" in reference.tag:
        return Image(reference, release("alpine"), Confidence.CERTAIN, Confidence.POSSIBLE)
    latest = next((s.rsplit(" ", 1)[-1] for s, listed in entry["moved"] if "latest" in listed.split()), None)
    latest = latest or next((s for s, listed in entry["fixed"].items() if "latest" in listed.split()), None)
    if latest is None:
        return None
    return Image(reference, _nameless(release(latest)), Confidence.LIKELY, Confidence.POSSIBLE)


def _nameless(known: Release) -> Release:
    """The release's family, its version not known."""
    return known._replace(version=None, codename=None, libc_version=None)


def _partly_unknown(reference: Reference, text: str) -> Image | None:
    """A reference of which a part is not known: the words that are there, else the image's family."""
    name, _, tag = text.partition(":")
    if UNKNOWN_TEXT in name or UNKNOWN_TEXT not in tag:
        return None
    system = _word(tag)
    if system:
        return Image(reference, release(system), Confidence.LIKELY, Confidence.LIKELY)
    if "alpine" in tag:
        return Image(reference, release("alpine"), Confidence.LIKELY, Confidence.POSSIBLE)
    entry = official_entry(reference.name) if reference.is_official else None
    image = _family(reference._replace(tag=None), entry) if entry else None
    return image._replace(family_sure=Confidence.POSSIBLE) if image else None


def _by_rules(reference: Reference) -> Image | None:
    rule = _rule(reference.name, _other_rules())
    if rule is None or rule.get("default") == "windows":
        return None
    sure = {"sure": Confidence.CERTAIN, "likely": Confidence.LIKELY, "guess": Confidence.POSSIBLE}[
        rule.get("confidence", "likely")
    ]
    tag = reference.tag or "latest"
    system, exact = _ruled(rule, tag)
    if system == "@official":
        image = _official(reference, reference.path.rsplit("/", 1)[-1])
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
            return _filled(system, match), True
    named = _word(tag) if rule.get("use_suffix_rules", True) else None
    return (named, True) if named else (rule.get("default"), False)


class _Rules(NamedTuple):
    """The rules of a file by what they name: exact names, and patterns, the longest first, with their beginnings."""

    exact: Mapping[str, NameRule]
    patterns: tuple[tuple[str, str, NameRule], ...]


def _rule(name: str, rules: _Rules) -> NameRule | None:
    """The rule for a name: an exact one, else the one with the longest pattern."""
    if name in rules.exact:
        return rules.exact[name]
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
    patterns = ((re.split(r"[*?\[]", pattern)[0], pattern, rule) for pattern, rule in longest_first)
    return _Rules(dict(reversed(named)), tuple(patterns))


def _by_words(reference: Reference) -> Image | None:
    """An image that is not listed: judged by its tag's words, then by its name's."""
    system = _word(reference.tag or "")
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
    return Image(reference, _nameless(release(system)), Confidence.POSSIBLE, Confidence.POSSIBLE)


@cache
def _word_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    facts = tag_words()
    return tuple((lazy(facts["not_before"] + rule["find"]), rule["os"]) for rule in facts["suffix_rules"])


def _word(tag: str) -> str | None:
    """The id of the release that a tag names in words; None when it names none that is known."""
    for pattern, system in _word_rules():
        match = pattern.search(tag)
        if match:
            found = _filled(system, match)
            if found.startswith("alpine") and "glibc" in tag:
                return "alpine-glibc"
            return found if found in releases() else None
    return None


def _filled(system: str, match: re.Match[str]) -> str:
    """A rule's release id with the groups of its pattern put in."""
    if system == "@codename":
        return tag_words()["codenames"][match[1]]
    return re.sub(r"\$(\d)", lambda number: match[int(number[1])] or "", system)
