"""The libraries that a vendor's programs need, by a part of the URL that they were downloaded from.

``data/download_libraries.json`` has a line for each. Sources: the vendors' installation pages, and reports of what was
missing (nodejs/unofficial-builds#95, hugomods/docker#70). Those of Chrome are what Puppeteer's troubleshooting page and
Playwright's list for Debian name.
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.fact_file import FactFile
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.origin import Downloaded
from dfix.trace.state.root import Root


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What the vendor's program needs."""
    if isinstance(artifact.origin, Downloaded):
        for soname in libraries_of(artifact.origin.url):
            yield Need(soname, Evidence.VENDOR.sure, "its vendor's build needs it", ready_made=True)


def libraries_of(url: str) -> tuple[str, ...]:
    """The sonames that what is downloaded from a URL, in lower case, needs; empty where that is not known."""
    row = _fitting(url)
    return tuple(row["sonames"].split()) if row else ()


def may_need_libraries(text: str) -> bool:
    """Whether a text, in lower case, may name a download of which it is known what it needs."""
    return _fitting(text) is not None


def _fitting(url: str) -> dict[str, str] | None:
    return next((row for row in _libraries() if row["url"] in url and row["word"] in url), None)


_libraries = FactFile[list[dict[str, str]]](__file__, "download_libraries.json")
