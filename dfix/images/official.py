"""The official images of Docker Hub: their tags, and what each tag means.

The facts are in ``data/official/``, one file an image. A text of tags has groups, separated by ``; ``. One without
`` + `` names tags; of any other each word of the first half stands before each of the second, where ``=`` is nothing:
``1.27 latest; 1.0 1.1 + = -slim`` are six tags.
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images.evidence import is_stale
from dfix.images.facts import OfficialEntry, official_entry, tag_words
from dfix.images.image import Image
from dfix.images.reference import DEFAULT_REGISTRY, Reference
from dfix.images.release import nameless, release
from dfix.images.system_words import named_system

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE


def tags(name: str) -> Iterator[str]:
    """Every tag that the catalog lists for an official image."""
    entry = official_entry(name)
    if entry is None:
        return
    for listed in entry["fixed"].values():
        yield from written_out(listed)
    for _, listed in entry["moved"]:
        yield from written_out(listed)
    for word, listed in entry["named"].items():
        yield from (tag.replace("@", word) for tag in written_out(listed))


def written_out(text: str) -> Iterator[str]:
    """Each tag of a text of the data."""
    for group in text.split("; "):
        starts, _, ends = group.partition(" + ")
        for start in starts.split():
            yield from (start if end == "=" else start + end for end in ends.split() or ("=",))


def has_tag(name: str, tag: str) -> bool:
    """Whether the catalog lists the tag for an official image."""
    entry = official_entry(name)
    if entry is None:
        return False
    texts = (*entry["fixed"].values(), *(listed for _, listed in entry["moved"]))
    return any(_lists(text, tag) for text in texts) or any(
        word in tag and any(_lists(listed, written) for written in _with_place(tag, word))
        for word, listed in entry["named"].items()
    )


def _lists(text: str, tag: str) -> bool:
    """Whether a text of the data lists a tag; to write all tags out takes a hundred times as long."""
    for group in text.split("; "):
        starts, _, ends = group.partition(" + ")
        for end in ends.split() or ("=",):
            start = tag if end == "=" else tag.removesuffix(end)
            if (end == "=" or start != tag) and f" {start} " in f" {starts} ":
                return True
    return False


def _with_place(tag: str, word: str) -> Iterator[str]:
    """The tag as the data writes it where a word of it stands for any: ``1.22-@`` for ``1.22-bookworm``."""
    at = tag.find(word)
    while at >= 0:
        yield f"{tag[:at]}@{tag[at + len(word) :]}"
        at = tag.find(word, at + 1)


def is_official(name: str) -> bool:
    """Whether there is an official image of that name."""
    return official_entry(name) is not None


def official_reference(name: str, tag: str | None, digest: str | None = None) -> Reference:
    """The reference of an official image."""
    return Reference(DEFAULT_REGISTRY, f"library/{name}", tag, digest)


def official_image(reference: Reference, name: str) -> Image | None:
    """What ``reference`` holds, which is the official image ``name`` or a copy of it; None when that is no image."""
    entry = official_entry(name)
    if entry is None:
        return None
    by_digest_alone = reference.tag is None and reference.digest is not None
    image = _family(reference, entry) if by_digest_alone else _tagged(reference, entry)
    return image._replace(official=official_reference(name, reference.tag, reference.digest)) if image else None


def family_of(reference: Reference, name: str) -> Image | None:
    """The C library that ``reference`` holds if it is some version of an official image; None: no such image."""
    entry = official_entry(name)
    image = _family(reference._replace(tag=None), entry) if entry else None
    return image._replace(official=official_reference(name, None)) if image else None


def _tagged(reference: Reference, entry: OfficialEntry) -> Image | None:
    tag = reference.tag or "latest"
    for system, listed in entry["fixed"].items():
        if _lists(listed, tag):
            return Image(reference, release(system), CERTAIN, CERTAIN)
    for steps, listed in entry["moved"]:
        if _lists(listed, tag):
            return _moved(reference, steps)
    named = named_system(tag)
    if named:
        return Image(reference, release(named), CERTAIN, CERTAIN)
    return _family(reference, entry)


def _moved(reference: Reference, steps: str) -> Image:
    """A tag that moved: its last known release; where it may have moved since, or is pinned, only the family.

    Pinned by digest it may be any of the releases. It may have moved since where the manifests were last
    read long before the newest check of the catalog (``evidence.py``).
    """
    history = steps_of(steps)
    found = [release(system) for _, system in history]
    sure = CERTAIN if len({r.libcs for r in found}) == 1 else LIKELY
    if reference.digest is not None or is_stale(tag_words()["as_of"]):
        return Image(reference, nameless(found[-1]), sure, POSSIBLE, history)
    return Image(reference, found[-1], sure, LIKELY, history)


def steps_of(steps: str) -> tuple[tuple[str, str], ...]:
    """A history as written in the data, ``DAY ID; DAY ID``, as ``(day, id)``; oldest first."""
    return tuple((step.split()[0], step.split()[1]) for step in steps.split("; "))


def _family(reference: Reference, entry: OfficialEntry) -> Image | None:
    """A tag that is newer than the catalog or mistyped: the C library of the image's ``latest``."""
    if reference.tag and "alpine" in reference.tag:
        return Image(reference, release("alpine"), CERTAIN, POSSIBLE)
    latest = next((s.rsplit(" ", 1)[-1] for s, listed in entry["moved"] if _lists(listed, "latest")), None)
    latest = latest or next((s for s, listed in entry["fixed"].items() if _lists(listed, "latest")), None)
    return Image(reference, nameless(release(latest)), LIKELY, POSSIBLE) if latest else None
