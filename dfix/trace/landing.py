"""Where native files land: what a copy or a download brought into a stage that is shipped."""

from collections.abc import Iterable, Iterator
from enum import Enum

from dfix.confidence import Confidence
from dfix.evidence import Evidence
from dfix.images import Libc, version_key
from dfix.plan import Build
from dfix.syntax import Instruction
from dfix.text import Span
from dfix.text.paths import join_path
from dfix.trace.stage import PATH, StageTrace, base_place
from dfix.trace.state.artifact import Artifact, Environment, Kind, Place
from dfix.trace.state.file_tree import Landed
from dfix.trace.state.loader import IMITATIONS, is_loader
from dfix.trace.state.origin import Downloaded
from dfix.tristate import Tristate
from dfix.values import NamedTuple

# By language: the glibc versions of which every program needs a symbol that is linked with that version or a
# later one, and how sure that is. Measured on Debian 11 to 13. Of Debian 13's own packages 96 % of those with
# Go programs need no more than 2.34; 62 % of those with Rust programs, 60 % of those with C programs, 72 % of
# those with C++ programs need 2.38 or 2.39. ``rust`` needs 2.29 and 2.39 where it starts other programs, and 2.28
# since 1.59: see ``knowledge/rust_processes.py``. What C and C++ take of 2.38: see ``knowledge/c_sources.py``.
SYMBOL_STEPS = {
    "": (("2.34", Evidence.ALL_PROGRAMS.sure), ("2.38", Evidence.MOST_PROGRAMS.sure)),
    "go": (("2.34", Evidence.ALL_PROGRAMS.sure), ("2.38", Evidence.MOST_PROGRAMS.sure)),
    "rust": (
        ("2.18", Evidence.ALL_PROGRAMS.sure), ("2.28", Evidence.STARTS_PROGRAMS.sure),
        ("2.29", Evidence.STARTS_PROGRAMS.sure), ("2.34", Evidence.ALL_PROGRAMS.sure),
        ("2.39", Evidence.STARTS_PROGRAMS.sure),
    ),
}  # fmt: skip
# Toolchains whose programs call libc without its headers, which is where the names of 2.38 come from.
# .NET's ahead-of-time compiler links objects of its vendor, which were compiled against an old glibc.
WITHOUT_HEADERS = frozenset({"ada", "crystal", "d", "dotnet", "zig"})


class Outcome(Enum):
    """What becomes of a native file where it landed."""

    RUNS = "runs"
    FOREIGN_LIBC = "another libc"
    NO_LIBC = "no libc"
    NEWER_GLIBC = "a newer glibc is needed"


class Landing(NamedTuple):
    """All native files that one copied word, or one command, brought into one stage; ``landed`` is never empty."""

    stage: StageTrace
    landed: tuple[Landed, ...]

    @property
    def artifact(self) -> Artifact:
        """The artifact that tells most: a program before a library, the surest first."""
        return self._main.artifact

    @property
    def path(self) -> str:
        """Where that artifact landed."""
        return self._main.path

    @property
    def _main(self) -> Landed:
        return max(self.landed, key=lambda landed: _weight(landed.artifact))

    @property
    def copy(self) -> Instruction | None:
        """The stage's instruction that brought it, where one of its own did."""
        return self.stage.copy_of(self.artifact)

    @property
    def span(self) -> Span:
        """The words at fault: the copied path, or the command that downloaded or made it here."""
        arrival, made = self.artifact.arrival, self.artifact.made
        if arrival is None and made is not None:
            return made.call.span
        return arrival.word if arrival else self.artifact.provenance[-1].span

    @property
    def is_download(self) -> bool:
        """Whether the file was downloaded, not built."""
        return self.artifact.is_download

    @property
    def environment(self) -> Environment | None:
        """The language environment that landed; None where something else did."""
        return self.artifact.environment if self.artifact.kind is Kind.ENVIRONMENT else None

    @property
    def outcome(self) -> Outcome:
        """What becomes of it."""
        abi, root = self.artifact.abi, self.stage.root
        if abi is None or root.offers(abi.libc) is Tristate.UNKNOWN:
            return Outcome.RUNS
        if root.offers(abi.libc) is Tristate.NO:
            if self._is_started_by_loader:
                return Outcome.RUNS
            return Outcome.FOREIGN_LIBC if root.loaders else Outcome.NO_LIBC
        if self.symbol_beyond_compat:
            return Outcome.FOREIGN_LIBC
        return Outcome.NEWER_GLIBC if self.missing_symbols() else Outcome.RUNS

    @property
    def symbol_beyond_compat(self) -> str:
        """A symbol of glibc that a download asks for and that the stage's imitation of glibc lacks; empty for none."""
        origin, loader = self.artifact.origin, self.stage.root.loader(Libc.GLIBC)
        abi = self.artifact.abi
        if not isinstance(origin, Downloaded) or abi is None or abi.libc is not Libc.GLIBC or not loader:
            return ""
        is_imitated = loader.compat and not self.stage.root.packages.isdisjoint(IMITATIONS)
        if not is_imitated:
            return ""
        from dfix.trace.knowledge.download import symbol_beyond_compat

        return symbol_beyond_compat(origin.url)

    @property
    def confidence(self) -> Confidence:
        """How sure the artifact's nature and the stage's libc are, and how sure it is that the artifact is used."""
        sure = min(self.artifact.confidence, self.stage.root.family_sure)
        if self.outcome is Outcome.NO_LIBC and self._is_said_by_default:
            return Evidence.DEFAULT_INTO_NO_LIBC.sure
        if self.outcome is Outcome.NO_LIBC and (self.is_for_export or self._starts_nothing):
            return Evidence.IMAGE_THAT_STARTS_NOTHING.sure
        if self._is_handed_on:
            return Confidence.POSSIBLE
        if self._is_copied_to_run:
            return sure
        return min(sure, Confidence.LIKELY if self._is_started else Confidence.POSSIBLE)

    @property
    def _is_said_by_default(self) -> bool:
        """Whether the project, or a vendor, may link statically: nobody ships an image whose program cannot start."""
        made = self.artifact.made
        return made.toolchain.decided_by_project if made is not None else self.is_download

    @property
    def is_for_export(self) -> bool:
        """Whether the stage is ``scratch`` and is meant to start nothing: it has a name, or says ``CMD []``.

        Its files are for ``docker build --output``, or are laid over another root.
        """
        stage = self.stage
        return stage.root.is_empty and not stage.starts and (bool(stage.stage.name) or _says_nothing_starts(stage))

    @property
    def _starts_nothing(self) -> bool:
        """Whether the stage is ``scratch``, and nothing says what the image starts: its files are to be taken out."""
        return self.stage.root.is_empty and not self.stage.started

    @property
    def _is_handed_on(self) -> bool:
        """Whether the image only copies what landed somewhere else."""
        from dfix.trace.knowledge.started_programs import only_hands_on

        return only_hands_on(self.stage)

    @property
    def _is_copied_to_run(self) -> bool:
        """Whether it is no temporary file, and not in a whole working directory, perhaps copied for its sources."""
        if self.is_download and self.artifact.arrival is None:
            return True
        return not self.artifact.unnamed and not self.path.startswith("/tmp")

    @property
    def _is_started(self) -> bool:
        """Whether the image starts it, or something in it."""
        below = self.path.rstrip("/") + "/"
        return any(path == self.path or path.startswith(below) for path in self.stage.starts)

    @property
    def _is_started_by_loader(self) -> bool:
        """Whether the image starts a loader by its path, and hands it this program (ld.so(8))."""
        words = [word.text.strip("'\"") for one in self.stage.started for word in one.words]
        loader = next((number for number, word in enumerate(words) if is_loader(word)), len(words))
        return self.path in (join_path(self.stage.workdir, word) for word in words[loader + 1 :])

    def missing_symbols(self) -> tuple[str, Confidence] | None:
        """A glibc version that the program needs and the stage lacks, and how sure that is."""
        abi = self.artifact.abi
        loader = self.stage.root.loader(Libc.GLIBC)
        if abi is None or abi.libc is not Libc.GLIBC or not loader or not loader.version:
            return None
        here = version_key(loader.version)
        if abi.minimum and version_key(abi.minimum) > here:
            return abi.minimum, Confidence.CERTAIN
        built = abi.version or (abi.release.least_libc if abi.release else None)
        return _newer_than(here, built, _language(self.artifact)) if built else None

    def chain(self) -> tuple[Place, ...]:
        """From the builder's base image to here; the landing stage's base comes before the last link."""
        places = self.artifact.provenance
        base = base_place(self.stage.stage, self.stage.root)
        if self.artifact.arrival is None:
            return places
        return (*places[:-1], base, places[-1])


def _says_nothing_starts(stage: StageTrace) -> bool:
    """Whether an ENTRYPOINT or CMD of the stage is ``[]``."""
    return any(one.keyword in ("ENTRYPOINT", "CMD") and one.json == () for one in stage.stage.body)


def _newer_than(here: tuple[int, ...], built: str, language: str) -> tuple[str, Confidence] | None:
    """The version that a program linked with glibc ``built`` needs where ``here`` is older; None where it is not."""
    if version_key(built) <= here:
        return None
    steps = SYMBOL_STEPS.get(language, SYMBOL_STEPS[""])
    lacking = [(version, sure) for version, sure in steps if here < version_key(version) <= version_key(built)]
    # Of the surest ones the newest, which no older system has.
    return max(lacking, key=lambda step: (step[1], version_key(step[0])), default=(built, Confidence.POSSIBLE))


def _language(artifact: Artifact) -> str:
    """The language by whose steps a program is judged."""
    made = artifact.made
    return "go" if made is not None and made.toolchain.name in WITHOUT_HEADERS else artifact.language


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

    One value for each copied word, in the first stage that it reached: shipped stages come first.
    Language environments have a value apart from programs and libraries.
    """
    seen: set[tuple[Span, bool]] = set()
    shipped = set(build.landing)
    shipped_in = _shipped_with_hosts if _calls_dotnet(stages) else _shipped_in
    for stage in sorted(stages, key=lambda stage: stage.stage.number not in shipped):
        is_shipped = stage.stage.number in shipped
        groups = _by_word(shipped_in(stage, stages) if is_shipped else _run_in(stage))
        for key, landed in sorted(groups.items()):
            if key not in seen:
                seen.add(key)
                yield Landing(stage, tuple(landed))


def _calls_dotnet(stages: tuple[StageTrace, ...]) -> bool:
    return any(call.name == "dotnet" for stage in stages for call in stage.calls)


def _shipped_in(stage: StageTrace, _stages: tuple[StageTrace, ...]) -> Iterable[Landed]:
    """What landed in a shipped stage."""
    return stage.root.files.landed


def _shipped_with_hosts(stage: StageTrace, stages: tuple[StageTrace, ...]) -> Iterator[Landed]:
    """What landed in a shipped stage, and what starts .NET's applications that landed."""
    from dfix.trace.knowledge.dotnet import started_hosts

    yield from stage.root.files.landed
    yield from started_hosts(stage, stages)


def _by_word(landed: Iterable[Landed]) -> dict[tuple[Span, bool], list[Landed]]:
    """What landed, by the words that brought it and whether it is a language environment."""
    groups: dict[tuple[Span, bool], list[Landed]] = {}
    for file in landed:
        arrival = file.artifact.arrival
        span = arrival.word if arrival else file.artifact.provenance[-1].span
        groups.setdefault((span, file.artifact.kind is Kind.ENVIRONMENT), []).append(file)
    return groups


def _run_in(stage: StageTrace) -> Iterator[Landed]:
    """What landed in a stage whose own RUNs run it, or use it."""
    yield from stage.root.files.landed_at(_run_paths(stage))
    if stage.root.files.has_environments:
        from dfix.trace.knowledge.used_environment import used_environments

        yield from used_environments(stage)
