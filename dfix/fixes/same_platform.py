"""Build for the platform of the landing stage, where both platforms are written down."""

from collections.abc import Iterator

from dfix.edit import part, replace
from dfix.edit.written import can_edit
from dfix.findings import Applicability, Change, Fix, Repair
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.state.call import Call

SAME_PLATFORM = Repair(
    "same-platform",
    "the builder's `--platform` or GOARCH made that of the landing stage",
    "the image is then for one platform, which the Dockerfile already says",
    Applicability.UNSAFE,
    Change.WORDS,
)
# Architectures as GOARCH and ``--platform=linux/…`` name them alike.
ARCHES = frozenset({"amd64", "arm64", "386", "arm", "ppc64le", "s390x"})


def same_platform(trace: Trace, landing: Landing) -> Iterator[Fix]:
    """The builder's GOARCH, or else its ``--platform``, made that of the landing stage."""
    artifact, arch = landing.artifact, landing.stage.root.arch
    if artifact.stage is None or arch not in ARCHES:
        return
    named = list(_named(artifact.call, arch)) if artifact.call else []
    yield from named or _on_platform(trace, artifact.stage, arch)


def _named(call: Call, arch: str) -> Iterator[Fix]:
    """``GOARCH`` before the command."""
    values = (value for name, value in call.command.assignments if name == "GOARCH" and value)
    goarch = next(values, None) if can_edit(call) else None
    if goarch is not None:
        yield SAME_PLATFORM.fix(f"build for {arch}", (replace.arg(call, goarch, arch),))


def _on_platform(trace: Trace, stage: int, arch: str) -> Iterator[Fix]:
    """``FROM --platform=linux/amd64``."""
    start = trace.bottom(stage).stage.start
    flag = start.flag("platform")
    if flag is not None and "$" not in flag.value and part.flag_value(start, flag).is_contiguous:
        platform = f"linux/{arch}"
        yield SAME_PLATFORM.fix(f"build on {platform}", (replace.flag_value(start, flag, platform),))
