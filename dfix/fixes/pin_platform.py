"""Say that the image is for one platform only, where what it gets is for that platform only."""

from collections.abc import Iterator

from dfix.edit import insert
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.trace.landing import Landing

PIN_PLATFORM = Repair(
    "pin-platform",
    "`--platform=linux/…` on the landing stage, as its programs are built",
    "the image is then for that platform only",
    Applicability.UNSAFE,
    Change.RUNTIME,
)


def pin_platform(landing: Landing, arch: str) -> Iterator[Fix]:
    """``FROM --platform=linux/amd64`` for the landing stage."""
    start = landing.stage.stage.start
    if start.flag("platform") is None and not landing.stage.root.is_empty:
        edit = insert.flag(start, f"--platform=linux/{arch}")
        yield PIN_PLATFORM.fix(f"make the image one for linux/{arch}", (edit,))
