"""Where an artifact comes from: what made or brought it, for those who repair it."""

from dfix.images import Image
from dfix.text import Span
from dfix.trace.state.call import Call
from dfix.trace.state.facts import ProjectBuild
from dfix.trace.toolchains import Toolchain
from dfix.values import NamedTuple, TypeAlias


class MadeHere(NamedTuple):
    """A command of a stage made it.

    ``stage`` is the stage's index. ``needs_cgo`` says why a Go program seems to need cgo, ``obstacle``
    why turning cgo off would not make it static; both are for people and empty where nothing shows it.
    ``project`` says how the C or C++ project was configured of which it is a product. ``links`` are the libraries that
    a Go program's packages link, as ``-l`` or pkg-config names them, each with the package or file that does.
    ``imports_known`` tells that all packages of a Go program have been read.
    """

    toolchain: Toolchain
    stage: int
    call: Call
    needs_cgo: str = ""
    obstacle: str = ""
    project: ProjectBuild | None = None
    links: tuple[tuple[str, str], ...] = ()
    imports_known: bool = False


class FromImage(NamedTuple):
    """A base image, or a package of its distribution, brought it ready made.

    ``image`` is None where it is not known. ``stage`` and ``call`` tell of the command that installed
    packages into a root tree of its own; they are None for what is in an image. ``program`` is the name of a
    program in it.
    """

    image: Image | None
    stage: int | None = None
    call: Call | None = None
    program: str = ""


class Downloaded(NamedTuple):
    """A command of stage ``stage``, or its ADD, fetched it; ``call`` is None for ADD.

    ``is_archive`` tells that its program is found only once it is unpacked. ``url`` is in lower case, without a
    query; empty where it is not known.
    """

    stage: int
    call: Call | None
    is_archive: bool = False
    url: str = ""


class FromContext(NamedTuple):
    """It is a file of the build context, called ``name`` there, and its own bytes tell what it is."""

    name: str


class WrittenHere(NamedTuple):
    """A heredoc of the Dockerfile writes it; ``first_line`` is where the first line of its text is."""

    first_line: Span


Origin: TypeAlias = MadeHere | FromImage | Downloaded | FromContext | WrittenHere
