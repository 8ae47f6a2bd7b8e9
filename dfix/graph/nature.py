"""What a file is, in a few words, and whether it runs where it landed."""

from dfix.graph.model import Verdict
from dfix.text.wording import counted
from dfix.trace.landing import Landing, Outcome
from dfix.trace.state.arch import cannot_run
from dfix.trace.state.artifact import Artifact, Kind, Linkage
from dfix.tristate import Tristate


def verdict_of(landing: Landing) -> Verdict:
    """RUNS where what its kind needs of the root is surely there: nothing, or its libc with its loader.

    What dfix only suspects is no finding, and it does not run for sure either: that is OPEN.
    """
    artifact, root = landing.artifact, landing.stage.root
    if landing.outcome is not Outcome.RUNS or cannot_run(artifact.arch, root.arch):
        return Verdict.OPEN
    if artifact.linkage is Linkage.STATIC:
        return Verdict.RUNS
    is_there = artifact.abi is not None and root.offers(artifact.abi.libc) is Tristate.YES
    return Verdict.RUNS if artifact.is_dynamic and is_there else Verdict.OPEN


def nature_of(artifact: Artifact) -> str:
    """``program for glibc 2.36``, ``static program``, ``python environment, 2 native packages``."""
    environment = artifact.environment
    if artifact.kind is Kind.ENVIRONMENT and environment:
        native = f", {counted(len(environment.packages), 'native package')}" if environment.packages else ""
        return f"{environment.language} environment{native}"
    kind = artifact.kind.value
    if artifact.linkage is Linkage.STATIC:
        return f"static {kind}"
    if artifact.abi is None:
        return kind
    version = artifact.abi.minimum or artifact.abi.version
    libc = artifact.abi.libc.value
    return f"{kind} for {libc} {version}" if version else f"{kind} for {libc}"
