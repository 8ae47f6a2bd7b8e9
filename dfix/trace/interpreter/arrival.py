"""One source of a COPY or ADD, and how an artifact arrives in a root."""

from dfix.confidence import Confidence
from dfix.context.script import LONGEST, read_shebang
from dfix.syntax import Instruction
from dfix.text import UNKNOWN_TEXT, Span, readable
from dfix.trace.interpreter.copy_paths import placed
from dfix.trace.state.artifact import Arrival, Artifact, Kind, Place, linked
from dfix.trace.state.file_tree import Node
from dfix.trace.state.loader import is_loader
from dfix.trace.state.mode import may_execute
from dfix.trace.state.origin import WrittenHere
from dfix.trace.state.products import portable
from dfix.trace.state.root import Root
from dfix.tristate import Tristate
from dfix.values import NamedTuple


class Copying(NamedTuple):
    """One source of a COPY or ADD into stage ``stage``: ``text`` as written, ``word`` its span in the file.

    ``target`` is absolute; ``into``: it is written as a directory. ``shipped``: the stage is shipped, or one
    that is built on it.
    """

    text: str
    target: str
    into: bool
    stage: int
    word: Span
    instruction: Instruction
    shipped: bool = True

    @property
    def is_add(self) -> bool:
        """Whether ADD copies, which unpacks archives of the build context."""
        return self.instruction.keyword == "ADD"


def arrive(root: Root, copying: Copying, place: str, node: Node) -> None:
    """Put an artifact at ``place``; a native one is judged at the end of the stage."""
    arrival = Arrival(copying.stage, copying.word, copying.instruction.span, place)
    mode = copying.instruction.flag("chmod")
    executable = may_execute(mode.value) if mode else node.artifact.executable
    chain = linked(node.artifact.provenance, Place(copying.instruction.span, _chain_note(place)))
    artifact = node.artifact._replace(arrival=arrival, provenance=chain, executable=executable)
    if place != "/":
        root.put(place, artifact, tree=node.tree)
    if is_loader(place):
        # A loader beside its program, to be called by name.
        root.closed = False
    elif _is_judged(artifact):
        root.files.land(place, artifact)


def copy_heredoc(root: Root, copying: Copying, body: str, first_line: Span) -> None:
    """Copy a file that a heredoc writes: BuildKit gives it the mode 0644."""
    artifact = portable("its text is in the Dockerfile", Confidence.CERTAIN)._replace(
        script=read_shebang(body[:LONGEST].encode("latin-1", "replace")),
        executable=Tristate.NO,
        provenance=(Place(first_line, "its first line"),),
        origin=WrittenHere(first_line),
    )
    place = placed(f"/{copying.text}", copying.target, into=copying.into)
    arrive(root, copying, place, Node(artifact, tree=False))


def _is_judged(artifact: Artifact) -> bool:
    """Whether it depends on the root in which it lands."""
    return artifact.kind in (Kind.PROGRAM, Kind.LIBRARY, Kind.ENVIRONMENT)


def _chain_note(place: str) -> str:
    return f"copies it to {readable(place)}" if UNKNOWN_TEXT not in place else "copies it here"
