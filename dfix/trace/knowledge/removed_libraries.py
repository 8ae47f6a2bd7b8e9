"""Libraries that a stage's own products need, and that the stage removed again after the build."""

from collections.abc import Iterator, Mapping

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.images import Release
from dfix.images.package_contents import installed
from dfix.images.provides import holdings_of, own_unrecorded
from dfix.trace.knowledge.needs import Need, needs_of
from dfix.trace.knowledge.provides import lacks_library, packages_of
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.facts import Happening
from dfix.tristate import Tristate
from dfix.values import NamedTuple

REMOVALS = frozenset({"del", "remove", "purge", "erase", "autoremove", "autopurge"})
MANAGERS = frozenset({"apk", "apt", "apt-get", "aptitude", "dnf", "yum", "microdnf", "tdnf", "zypper"})

# Every root has these; they say nothing about a choice.
LIBC = frozenset({"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2"})


class Loss(NamedTuple):
    """A library that went with a package.

    ``need.package`` is the language's package that needs it, empty where it is the file or tree at ``path`` itself;
    ``removed`` the distribution's package that brought the library, ``call`` what removed it.
    """

    stage: StageTrace
    path: str
    artifact: Artifact
    need: Need
    removed: str
    call: Call
    sure: Confidence


def losses(trace: Trace) -> Iterator[Loss]:
    """The losses of the stages that are shipped, each library once for what one command made."""
    seen = set[tuple[object, ...]]()
    for stage in trace.landing:
        removed, release = stage.root.installed.removed(Tristate.YES), stage.root.release
        call = _last_removal(stage) if removed else None
        for loss in _of_stage(trace, stage, removed, release, call) if call and release else ():
            made = loss.artifact.made
            product = (made.call.span if made else loss.path, loss.need.package, loss.need.soname)
            if product not in seen:
                seen.add(product)
                yield loss


def _of_stage(trace: Trace, stage: StageTrace, removed: frozenset[str], release: Release, call: Call) -> Iterator[Loss]:
    brought = _brought(removed, release)
    for path, artifact in trace.kept(stage) if brought else ():
        needs = list(needs_of(artifact, stage.root)) if _is_native(artifact) else []
        for need in (need for need in _one_of_them(needs, stage, brought) if need.soname in brought):
            name, absent = brought[need.soname], _absent(stage, need.soname)
            if absent and not (need.sure is Confidence.POSSIBLE and _is_chosen_from(stage, release, name)):
                sure = min(absent, need.sure, artifact.confidence)
                yield Loss(stage, path, artifact, need, name, call, sure)


def _absent(stage: StageTrace, soname: str) -> Confidence | None:
    """How sure it is that a library went with the package that brought it.

    An official image hardly holds what had to be installed for the build, although not all that its own packages bring
    is recorded.
    """
    root = stage.root
    absent = lacks_library(root, soname)
    if absent is not Confidence.POSSIBLE or root.image is None or root.image.official is None:
        return absent
    holdings = holdings_of(root.image, packages_of(root))
    doubts = (Happening.UNREAD_INSTALLATION, Happening.FOREIGN_REPOSITORY)
    is_open = holdings is None or holdings.is_open or holdings.open_libraries or any(map(root.facts.may_have, doubts))
    if holdings is None or is_open or soname in LIBC or holdings.unrecorded - own_unrecorded(root.image):
        return absent
    return Confidence.LIKELY


def _one_of_them(needs: list[Need], stage: StageTrace, brought: Mapping[str, str]) -> Iterator[Need]:
    """The libraries, those likely of which at least one is needed where all of them went."""
    some = [need for need in needs if need.at_least_one]
    is_all = all(need.soname in brought and lacks_library(stage.root, need.soname) for need in some)
    for need in (need for need in needs if need.version is None):
        yield need._replace(sure=Evidence.HEADERS_ALL_ABSENT.sure) if need.at_least_one and is_all else need


def _is_native(artifact: Artifact) -> bool:
    return artifact.environment is not None or artifact.is_dynamic


def _brought(removed: frozenset[str], release: Release) -> dict[str, str]:
    """The libraries that came with removed packages, each with the first of these by name."""
    brought: dict[str, str] = {}
    for name in sorted(removed):
        for soname in _sonames(release, name):
            brought.setdefault(soname, name)
    return brought


def _sonames(release: Release, package: str) -> frozenset[str]:
    return installed(release, [package], recommends=False).sonames


def _is_chosen_from(stage: StageTrace, release: Release, package: str) -> bool:
    """Whether another library of the package is still there: somebody chose which of them the product needs."""
    return any(lacks_library(stage.root, soname) is None for soname in _sonames(release, package) - LIBC)


def _last_removal(stage: StageTrace) -> Call | None:
    """The last command of the stage that removed packages."""
    calls = (call for call in reversed(stage.calls) if call.name in MANAGERS and call.stage == stage.stage.number)
    return next((call for call in calls if REMOVALS.intersection(call.texts)), None)
