"""Where native files land: what a copy or a download brought into a stage that is shipped."""

from collections.abc import Iterator
from enum import Enum

from dfix.confidence import Confidence
from dfix.images import Libc, version_key
from dfix.plan import Build
from dfix.syntax import Instruction
from dfix.text import Span
from dfix.trace.stage import PATH, StageTrace, base_place
from dfix.trace.state.artifact import Artifact, Environment, Kind, Place
from dfix.trace.state.call import join_path
from dfix.trace.state.file_tree import Landed
from dfix.tristate import Tristate
from dfix.values import NamedTuple

# The symbol version that every program linked by a glibc of that version or later asks for, by
# language, and how sure that is (measured on Debian 11 to 13; reports for 2.38 and 2.39).
SYMBOL_STEPS = {
    "": (("2.34", Confidence.CERTAIN), ("2.38", Confidence.LIKELY)),
    "rust": (("2.34", Confidence.CERTAIN), ("2.39", Confidence.LIKELY)),
}


class Outcome(Enum):
    """What becomes of a native file where it landed."""

    RUNS = "runs"
    FOREIGN_LIBC = "another libc"
    NO_LIBC = "no libc"
    NEWER_GLIBC = "a newer glibc is needed"


class Landing(NamedTuple):
    """All that one copied word brought into one stage; ``landed`` is never empty."""

    stage: StageTrace
    landed: tuple[Landed, ...]

    @property
    def artifact(self) -> Artifact:
        """The one that tells most: a program before a library, the surest first."""
        return self._main.artifact

    @property
    def path(self) -> str:
        """Where that one landed."""
        return self._main.path

    @property
    def _main(self) -> Landed:
        return max(self.landed, key=lambda one: _weight(one.artifact))

    @property
    def copy(self) -> Instruction | None:
        """The stage's instruction that brought it, where one of its own did."""
        return self.stage.copy_of(self.artifact)

    @property
    def span(self) -> Span:
        """The words at fault: the copied path, or the download's command."""
        arrival = self.artifact.arrival
        return arrival.word if arrival else self.artifact.provenance[-1].span

    @property
    def is_download(self) -> bool:
        """Whether the file was downloaded, not built."""
        return self.artifact.is_download

    @property
    def environment(self) -> Environment | None:
        """What landed, where it is a language environment."""
        return self.artifact.environment if self.artifact.kind is Kind.ENVIRONMENT else None

    @property
    def outcome(self) -> Outcome:
        """What becomes of it."""
        abi, root = self.artifact.abi, self.stage.root
        if abi is None or root.offers(abi.libc) is Tristate.UNKNOWN:
            return Outcome.RUNS
        if root.offers(abi.libc) is Tristate.NO:
            return Outcome.FOREIGN_LIBC if root.loaders else Outcome.NO_LIBC
        return Outcome.NEWER_GLIBC if self.missing_symbols() else Outcome.RUNS

    @property
    def confidence(self) -> Confidence:
        """How sure the artifact's nature and the stage's libc are."""
        sure = min(self.artifact.confidence, self.stage.root.family_sure)
        made = self.artifact.made
        if self.outcome is Outcome.NO_LIBC and made and made.toolchain.decided_by_project:
            # Nobody ships an image whose only program cannot start: its project asks for a static link.
            return Confidence.POSSIBLE
        hands_out = self.stage.root.is_empty and self.stage.stage.name and not self.stage.starts
        if self.outcome is Outcome.NO_LIBC and hands_out:
            # ``FROM scratch AS export`` that starts nothing: files for ``docker build --output``.
            return Confidence.POSSIBLE
        if self.is_download and self.artifact.arrival is None:
            return sure
        if not self.artifact.unnamed and not self.path.startswith("/tmp"):
            return sure
        # A whole working directory was copied, perhaps for its sources, or it is a temporary file:
        # unless something in it is started.
        below = self.path.rstrip("/") + "/"
        started = any(path == self.path or path.startswith(below) for path in self.stage.starts)
        return min(sure, Confidence.LIKELY if started else Confidence.POSSIBLE)

    def missing_symbols(self) -> tuple[str, Confidence] | None:
        """The oldest glibc version that the program surely asks for and the stage lacks, and how sure."""
        abi = self.artifact.abi
        loader = self.stage.root.loader(Libc.GLIBC)
        if abi is None or abi.libc is not Libc.GLIBC or not loader or not loader.version:
            return None
        here = version_key(loader.version)
        if abi.minimum and version_key(abi.minimum) > here:
            return abi.minimum, Confidence.CERTAIN
        if not abi.version:
            return None
        built = version_key(abi.version)
        if built <= here:
            return None
        steps = SYMBOL_STEPS.get(self.artifact.language, SYMBOL_STEPS[""])
        for version, sure in steps:
            if here < version_key(version) <= built:
                return version, sure
        return abi.version, Confidence.POSSIBLE

    def chain(self) -> tuple[Place, ...]:
        """From the builder's base image to here; the landing stage's base stands before the last link."""
        places = self.artifact.provenance
        base = base_place(self.stage.stage, self.stage.root)
        if self.artifact.arrival is None:
            return places
        return (*places[:-1], base, places[-1])


def _weight(artifact: Artifact) -> tuple[bool, bool, Confidence]:
    """What depends on its root tells more than what does not, a program more than a library."""
    return (artifact.is_dynamic, artifact.kind is Kind.PROGRAM, artifact.confidence)


def _run_paths(stage: StageTrace) -> set[str]:
    """The paths that the stage's own RUNs may mean by their programs' names."""
    calls = [call for call in stage.calls if call.stage == stage.stage.number]
    named = {join_path(call.cwd, call.program) for call in calls if "/" in call.program}
    return named | {f"{directory}/{call.name}" for call in calls for directory in PATH}


def landings(build: Build, stages: tuple[StageTrace, ...]) -> Iterator[Landing]:
    """What landed in each shipped stage, or is run in another one.

    One value for each copied word; programs and libraries on one side, language environments on the other.
    """
    seen: set[tuple[Span, bool]] = set()
    shipped = set(build.landing)
    for stage in sorted(stages, key=lambda stage: stage.stage.number not in shipped):
        groups: dict[tuple[Span, bool], list[Landed]] = {}
        run = None if stage.stage.number in shipped else _run_paths(stage)
        for one in stage.root.files.landed:
            if run is not None and one.path not in run:
                continue
            arrival = one.artifact.arrival
            span = arrival.word if arrival else one.artifact.provenance[-1].span
            groups.setdefault((span, one.artifact.kind is Kind.ENVIRONMENT), []).append(one)
        for key, landed in sorted(groups.items()):
            if key not in seen:
                seen.add(key)
                yield Landing(stage, tuple(landed))
