"""The values that interpretation ends in: each stage after its last instruction, and all of them."""

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dfix.build import Build, ImageBase, Scope, Stage, StageBase
from dfix.images import Image
from dfix.text import HOLE, readable
from dfix.trace.artifact import Place
from dfix.trace.call import Call
from dfix.trace.root import Root

if TYPE_CHECKING:
    from dfix.trace.landing import Landing

Known = TypeVar("Known")
# Where every base image looks for programs.
PATH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


class StageTrace(NamedTuple):
    """A stage after its last instruction.

    ``image`` is the image at the root of its bases; ``calls`` every command that its RUNs ran;
    ``starts`` the paths that ENTRYPOINT and CMD may mean by their first word.
    """

    stage: Stage
    root: Root
    image: Image | None
    scope: Scope
    workdir: str
    shell: str
    calls: tuple[Call, ...]
    starts: tuple[str, ...] = ()


class Trace(NamedTuple):
    """All stages of a build, interpreted; ``landings`` is what landed in those that are shipped.

    ``known`` is what has been worked out of it once, under a name of its own; see ``once``.
    """

    build: Build
    stages: tuple[StageTrace, ...]
    landings: "tuple[Landing, ...]"
    known: dict[Hashable, object]

    def once(self, name: Hashable, work: Callable[[], Known]) -> Known:
        """What ``work`` says, which is asked the first time only: thousands of landings may need it."""
        if name not in self.known:
            self.known[name] = work()
        return self.known[name]  # type: ignore[return-value]  # one name, one kind of work

    @property
    def landing(self) -> Iterator[StageTrace]:
        """The stages whose root filesystem is shipped."""
        return (self.stages[index] for index in self.build.landing)

    def bottom(self, index: int) -> StageTrace:
        """The stage at the bottom of a chain of ``FROM stage``."""
        stage = self.stages[index]
        while isinstance(stage.stage.base, StageBase):
            stage = self.stages[stage.stage.base.number]
        return stage

    def family(self, bottom: StageTrace) -> list[StageTrace]:
        """The stage and all that are built on it."""
        return [stage for stage in self.stages if self.bottom(stage.stage.number) is bottom]


def title_of(root: Root) -> str:
    """The root's operating system and libc, for people."""
    if root.release is None:
        return "an unknown image"
    known = root.release
    return known.title if known.distro == "scratch" else f"{known.title} ({known.libc_title})"


def base_place(stage: Stage, root: Root) -> Place:
    """The chain's link for a stage's base: ``golang:1.22 (Debian 12, glibc 2.36)``."""
    base = stage.base
    written = readable(base.text if isinstance(base, ImageBase) else stage.base_word.text).replace(HOLE, "…")
    if root.release is None:
        return Place(stage.base_span, written)
    known = root.release
    what = known.libc_title if known.distro in ("scratch", "distroless") else f"{known.title}, {known.libc_title}"
    return Place(stage.base_span, f"{written} ({what})")
