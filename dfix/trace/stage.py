"""A stage after its last instruction, and how messages name it and its base."""

from bisect import bisect_left

from dfix.images import Image
from dfix.plan import ImageBase, Scope, Stage
from dfix.syntax import Instruction
from dfix.text import UNKNOWN_TEXT, readable
from dfix.trace.state.artifact import Artifact, Place
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root
from dfix.values import NamedTuple

# Where every base image looks for programs.
PATH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


class StageTrace(NamedTuple):
    """A stage after its last instruction.

    ``image`` is the image at the root of its bases; ``calls`` every command that its RUNs ran;
    ``starts`` the paths that ENTRYPOINT and CMD may mean by their first word; ``ran`` the scripts that RUNs
    started by their paths, and the downloads that they started, each with its path and as it was then;
    ``started`` the last ENTRYPOINT and the last CMD.
    """

    stage: Stage
    root: Root
    image: Image | None
    scope: Scope
    workdir: str
    shell: str
    calls: tuple[Call, ...]
    starts: tuple[str, ...] = ()
    ran: tuple[tuple[Call, str, Artifact], ...] = ()
    started: tuple[Instruction, ...] = ()

    def copy_of(self, artifact: Artifact) -> Instruction | None:
        """The stage's own instruction that brought the artifact here; None where a stage below it or a RUN did."""
        arrival, body = artifact.arrival, self.stage.body
        at = bisect_left(body, arrival.instruction, key=lambda one: one.span) if arrival else len(body)
        return body[at] if arrival and at < len(body) and body[at].span == arrival.instruction else None


def title_of(root: Root) -> str:
    """The root's operating system and libc, for people."""
    if root.release is None:
        return "an unknown image"
    release = root.release
    return release.title if release.distro == "scratch" else f"{release.title} ({release.libc_title})"


def base_place(stage: Stage, root: Root) -> Place:
    """The chain's link for a stage's base: ``golang:1.22 (Debian 12, glibc 2.36)``."""
    base = stage.base
    written = readable(base.text if isinstance(base, ImageBase) else stage.base_word.text).replace(UNKNOWN_TEXT, "…")
    if root.release is None:
        return Place(stage.base_span, written)
    release = root.release
    libc = release.libc_title
    what = libc if release.distro in ("scratch", "distroless") else f"{release.title}, {libc}"
    return Place(stage.base_span, f"{written} ({what})")
