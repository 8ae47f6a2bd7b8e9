"""Words that several rules use: what landed, and the error that a user sees when it cannot start."""

from dfix.text import UNKNOWN_TEXT, readable
from dfix.trace.knowledge.starts import Form, forms_of, start_form
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.artifact import Artifact, Kind
from dfix.trace.state.file_tree import SHARED_OBJECT
from dfix.trace.state.root import STANDARD_DIRECTORIES
from dfix.tristate import Tristate
from dfix.values import NamedTuple

# Directories whose entries are files: programs that are started by name.
PROGRAM_DIRECTORIES = ("/bin", "/sbin")
# What a message calls one file, and all files, of a kind.
NOUNS = {
    Kind.PROGRAM: ("a program", "programs"),
    Kind.LIBRARY: ("a library", "libraries"),
    Kind.ENVIRONMENT: ("a package", "packages"),
}
OTHER_NOUNS = ("a file", "files")


class Subject(NamedTuple):
    """What a message is about: ``words`` name it, without an article where it is a path."""

    words: str
    is_plural: bool = False

    def verb(self, singular: str, plural: str) -> str:
        """Return the form that agrees with the subject."""
        return plural if self.is_plural else singular


def shown_path(path: str) -> str:
    """Return a path for a message, in backquotes; an unknown part is shown as ``…``."""
    return f"`{readable(path).replace(UNKNOWN_TEXT, '…')}`"


def subject(stage: StageTrace, path: str, artifact: Artifact) -> Subject:
    """Return what a message calls an artifact at ``path``: the file, or the files in the directory."""
    shown = shown_path(path)
    if not is_directory(stage, path):
        return Subject(shown)
    one, several = NOUNS.get(artifact.kind, OTHER_NOUNS)
    return Subject(f"{one} in {shown}") if artifact.unnamed else Subject(f"{several} in {shown}", is_plural=True)


def landed_subject(landing: Landing) -> Subject:
    """Return what a message calls the main artifact of a landing."""
    return subject(landing.stage, landing.path, landing.artifact)


def is_directory(stage: StageTrace, path: str) -> bool:
    """Whether a path is a directory, as far as can be told; where only a name is known, by that name."""
    root, (directory, _, name) = stage.root, path.rpartition("/")
    is_made = root.facts.directories.get(path, Tristate.NO) is not Tristate.NO
    if path in STANDARD_DIRECTORIES or is_made or root.files.has_below(path):
        return True
    if any(start.startswith(f"{path}/") for start in stage.starts):
        return True
    if directory.endswith(PROGRAM_DIRECTORIES) or SHARED_OBJECT.search(name) or path in stage.starts:
        return False
    node = root.nodes.get(path)
    return node is not None and (node.tree or node.artifact.kind is Kind.LIBRARY or _is_release(node.artifact))


def _is_release(artifact: Artifact) -> bool:
    """Whether it is a release of Erlang or Elixir, which is a directory with a virtual machine."""
    return artifact.made is not None and artifact.made.toolchain.name == "erlang"


def start_error(trace: Trace, stage: StageTrace, path: str) -> str:
    """Return how the start fails, as the user sees it, in one clause: ``the shell answers `not found` ``."""
    form = start_form(trace, stage, path)
    if form is Form.SHELL:
        return "the shell answers `not found`"
    if form is None:
        return "the start fails with `not found`, or in exec form with `no such file or directory`"
    is_named = forms_of(trace, stage, path) == {Form.EXEC} and not is_directory(stage, path)
    return f"the start fails with `{f'exec {readable(path)}: ' if is_named else ''}no such file or directory`"
