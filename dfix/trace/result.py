"""The trace that rules read: all stages of a build, interpreted, and what landed in them."""

from collections.abc import Callable, Hashable, Iterator

from dfix.plan import Build, StageBase
from dfix.syntax import Instruction
from dfix.text import Source
from dfix.trace.landing import Landing
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.file_tree import Landed
from dfix.values import NamedTuple, TypeVar

# How root is written; empty: nobody says another user.
ROOT = frozenset({"", "root", "0"})
Result = TypeVar("Result")


class Trace(NamedTuple):
    """All stages of a build, interpreted; ``landings`` is what landed in those that are shipped.

    ``results`` holds what was computed from it once, by name; see ``once``.
    """

    build: Build
    stages: tuple[StageTrace, ...]
    landings: tuple[Landing, ...]
    results: dict[Hashable, object]

    def once(self, name: Hashable, compute: Callable[[], Result]) -> Result:
        """The result of ``compute``, which is called the first time only: thousands of landings may need it."""
        if name not in self.results:
            self.results[name] = compute()
        return self.results[name]  # type: ignore[return-value]  # one name, one type of result

    @property
    def source(self) -> Source:
        """The text of the Dockerfile."""
        return self.build.dockerfile.source

    @property
    def landing(self) -> Iterator[StageTrace]:
        """The stages whose root filesystem is shipped."""
        return (self.stages[index] for index in self.build.landing)

    def builder(self, artifact: Artifact) -> StageTrace | None:
        """The stage whose command made or downloaded an artifact; None where no stage did."""
        return None if artifact.stage is None else self.stages[artifact.stage]

    def landings_in(self, stage: StageTrace) -> "list[Landing]":
        """What landed in one stage."""
        return self.once("landings_in", self._landings_by_stage).get(stage.stage.number, [])

    def _landings_by_stage(self) -> dict[int, list[Landing]]:
        by_stage: dict[int, list[Landing]] = {}
        for landing in self.landings:
            by_stage.setdefault(landing.stage.stage.number, []).append(landing)
        return by_stage

    def readers(self, number: int) -> "list[Instruction]":
        """The instructions whose ``--from=`` names the stage of that number, in the file's order."""
        return self.once("readers", self._readers_by_stage).get(number, [])

    def _readers_by_stage(self) -> dict[int, list[Instruction]]:
        readers: dict[int, list[Instruction]] = {}
        for stage in self.stages:
            for instruction in stage.stage.body:
                flag = instruction.flag("from")
                source = self.build.stage_named(flag.value) if flag else None
                if source is not None:
                    readers.setdefault(source.number, []).append(instruction)
        return readers

    def kept(self, stage: StageTrace) -> Iterator[Landed]:
        """What commands of a stage, or of the stages that it is built on, made and left in it, by the paths."""
        family = {one.stage.number for one in self.family(self.bottom(stage.stage.number))}
        for path, node in stage.root.nodes.items():
            if node.artifact.stage in family and node.artifact.arrival is None:
                yield Landed(path, node.artifact)

    def bottom(self, index: int) -> StageTrace:
        """The stage at the bottom of a chain of ``FROM stage``."""
        return self.stages[self.once("bottoms", self._bottoms)[index]]

    def _bottoms(self) -> list[int]:
        """The number of each stage's bottom; a stage is built on an earlier one."""
        bottoms: list[int] = []
        for number, stage in enumerate(self.stages):
            base = stage.stage.base
            bottoms.append(bottoms[base.number] if isinstance(base, StageBase) else number)
        return bottoms

    def user_at(self, stage: StageTrace, until: Instruction | None = None) -> str:
        """The user, with a group where one is written, as whom a RUN before an instruction runs; None is the end.

        Empty where nobody says one, neither a stage nor a measured image: most images run as root.
        """
        body = stage.stage.body
        end = body.index(until) if until is not None and until in body else len(body)
        said = next((one for one in reversed(body[:end]) if one.keyword == "USER"), None)
        if said is not None:
            return stage.scope.expand(said.args.strip())
        if isinstance(stage.stage.base, StageBase):
            return self.user_at(self.stages[stage.stage.base.number])
        return stage.image.user if stage.image else ""

    def runs_as_root(self, stage: StageTrace, until: Instruction | None = None) -> bool:
        """Whether root runs a RUN before an instruction, as far as anybody says."""
        return self.user_at(stage, until).partition(":")[0] in ROOT

    def family(self, bottom: StageTrace) -> list[StageTrace]:
        """The stage and all stages that are built on it."""
        return self.once("families", self._families)[bottom.stage.number]

    def _families(self) -> dict[int, list[StageTrace]]:
        families: dict[int, list[StageTrace]] = {}
        for stage, bottom in zip(self.stages, self.once("bottoms", self._bottoms), strict=True):
            families.setdefault(bottom, []).append(stage)
        return families
