"""Libraries that a stage's own products need, and that the stage removed again after the build."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images import Release
from dfix.images.package_contents import installed
from dfix.trace.knowledge.needs import libraries_of, libraries_of_packages
from dfix.trace.knowledge.provides import lacks_library
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.tristate import Tristate
from dfix.values import NamedTuple

REMOVALS = frozenset({"del", "remove", "purge", "erase", "autoremove", "autopurge"})
MANAGERS = frozenset({"apk", "apt", "apt-get", "aptitude", "dnf", "yum", "microdnf", "tdnf", "zypper"})


class Loss(NamedTuple):
    """A library that went with a package.

    ``product`` is the language's package that needs it, empty where it is the file or tree at ``path`` itself;
    ``removed`` the distribution's package that brought the library, ``call`` what removed it.
    """

    stage: StageTrace
    path: str
    artifact: Artifact
    product: str
    soname: str
    removed: str
    call: Call
    sure: Confidence


def losses(trace: Trace) -> Iterator[Loss]:
    """The losses of the stages that are shipped, each library once for a product."""
    for stage in trace.landing:
        removed, release = stage.root.installed.removed(Tristate.YES), stage.root.release
        call = _last_removal(stage) if removed else None
        if call and release:
            yield from _of_stage(trace, stage, removed, release, call)


def _of_stage(trace: Trace, stage: StageTrace, removed: frozenset[str], release: Release, call: Call) -> Iterator[Loss]:
    family = {one.stage.number for one in trace.family(trace.bottom(stage.stage.number))}
    for path, node in stage.root.nodes.items():
        if node.artifact.stage not in family or node.artifact.arrival is not None:
            continue
        for product, soname, needed in _needs(node.artifact, stage):
            name = next((one for one in sorted(removed) if _brings(release, one, soname)), None)
            absent = lacks_library(stage.root, soname) if name else None
            if name and absent:
                sure = min(absent, needed, node.artifact.confidence)
                yield Loss(stage, path, node.artifact, product, soname, name, call, sure)


def _needs(artifact: Artifact, stage: StageTrace) -> Iterator[tuple[str, str, Confidence]]:
    """Product, soname, and how sure the need is."""
    if artifact.environment is not None:
        for package, soname in libraries_of_packages(artifact, stage.root):
            yield package, soname, Confidence.CERTAIN
    elif artifact.is_dynamic:
        yield from (("", soname, sure) for soname, sure in libraries_of(artifact, stage.root))


def _brings(release: Release, package: str, soname: str) -> bool:
    return soname in installed(release, [package], recommends=False).sonames


def _last_removal(stage: StageTrace) -> Call | None:
    """The last command of the stage that removed packages."""
    calls = (call for call in reversed(stage.calls) if call.name in MANAGERS and call.stage == stage.stage.number)
    return next((call for call in calls if REMOVALS.intersection(call.texts)), None)
