"""Programs that people copy out of images: which are static, which follow their image's libc.

The facts are in ``data/tools.json``; ``scripts/build_catalog.py`` makes it.
"""

import re
from enum import Enum
from functools import lru_cache

from dfix.confidence import Confidence
from dfix.images.facts import ToolRow, tools
from dfix.images.reference import Reference
from dfix.text.globs import name_matches
from dfix.text.paths import is_pattern
from dfix.values import NamedTuple


class ToolKind(Enum):
    """What a tool's file is."""

    STATIC = "static"
    GLIBC = "dynamic-glibc"
    MUSL = "dynamic-musl"
    PORTABLE = "portable"
    FOLLOWS_IMAGE = "follows-image"
    DEPENDS = "depends-on-tag"


class Tool(NamedTuple):
    """A known file of an image; ``is_named``: by its own path, not by a directory above it."""

    name: str
    kind: ToolKind
    confidence: Confidence
    why: str
    needs: tuple[str, ...] = ()
    glibc_min: str | None = None
    is_named: bool = False


def tool_at(reference: Reference, path: str) -> Tool | None:
    """The known program at ``path`` in the image; None where the catalog knows none."""
    for row in _rows_of(reference.name, reference.tag or "latest"):
        if any(_covers(place, path) for place in row["paths"]):
            kind = row.get("by_file", {}).get(path.rsplit("/", 1)[-1], row["kind"])
            sure = Confidence.CERTAIN if row["confidence"] == "sure" else Confidence.LIKELY
            least = _glibc_min(row, reference.tag or "")
            is_named = any(name_matches(path, place) for place in row["paths"])
            return Tool(row["tool"], ToolKind(kind), sure, row["why"], tuple(row.get("needs", ())), least, is_named)
    return None


def paths_matching(reference: Reference, pattern: str) -> tuple[str, ...]:
    """The paths of the image's known programs that a shell pattern means, in the order of the catalog."""
    rows = _rows_of(reference.name, reference.tag or "latest")
    places = dict.fromkeys(place for row in rows for place in row["paths"])
    return tuple(place for place in places if not is_pattern(place) and name_matches(place, pattern))


def _glibc_min(row: ToolRow, tag: str) -> str | None:
    """The glibc that the tool of that version needs; the newest one where the tag names no version."""
    major = re.match(r"\d+", tag)
    for condition, version in row.get("glibc_min", {}).items():
        if major is None or int(major[0]) >= int(condition.partition(">=")[2]):
            return version
    return None


@lru_cache(maxsize=256)
def _rows_of(name: str, tag: str) -> tuple[ToolRow, ...]:
    """The rows on an image; one that names the tag comes before one that does not."""
    exact = [row for row in tools() if any(_is_image(image, name, tag) for image in row["images"] if ":" in image)]
    plain = [row for row in tools() if any(name_matches(name, image) for image in row["images"] if ":" not in image)]
    return (*exact, *plain)


def _is_image(image: str, name: str, tag: str) -> bool:
    listed_name, _, listed_tag = image.rpartition(":")
    return name_matches(name, listed_name) and (tag == listed_tag or tag.endswith(f"-{listed_tag}"))


def _covers(place: str, path: str) -> bool:
    """Whether the path is the place, or is below it."""
    return name_matches(path, place) or name_matches(path, f"{place.rstrip('/')}/*")
