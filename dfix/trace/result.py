"""The trace that rules read: all stages of a build, interpreted, and what landed in them."""

from collections.abc import Callable, Hashable, Iterator

from dfix.plan import Build, StageBase
from dfix.text import Source
from dfix.trace.landing import Landing
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact
from dfix.values import NamedTuple, TypeVar

Known = TypeVar("Known")


class Trace(NamedTuple):
    """All stages of a build, interpreted; ``landings`` is what landed in those that are shipped.

    ``known`` is what has been worked out of it once, under a name of its own; see ``once``.
    """

    build: Build
    stages: tuple[StageTrace, ...]
    landings: tuple[Landing, ...]
    known: dict[Hashable, object]

    def once(self, name: Hashable, work: Callable[[], Known]) -> Known:
        """What ``work`` says, which is asked the first time only: thousands of landings may need it."""
        if name not in self.known:
            self.known[name] = work()
        return self.known[name]  # type: ignore[return-value]  # one name, one kind of work

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

    def bottom(self, index: int) -> StageTrace:
        """The stage at the bottom of a chain of ``FROM stage``."""
        stage = self.stages[index]
        while isinstance(stage.stage.base, StageBase):
            stage = self.stages[stage.stage.base.number]
        return stage

    def family(self, bottom: StageTrace) -> list[StageTrace]:
        """The stage and all that are built on it."""
        return [stage for stage in self.stages if self.bottom(stage.stage.number) is bottom]
