"""What a stage's commands have decided for those that come after them: one field for each kind of fact.

Every field says how it joins where two ways of a build meet: what both ways agree on stays, the rest is
unknown. Joining is commutative, associative and idempotent, and no fact becomes surer by it.
"""

from enum import Enum

from dfix.shared_map import SharedMap
from dfix.text import UNKNOWN_TEXT
from dfix.tristate import Tristate
from dfix.values import NamedTuple, TypeAlias


class Directory(NamedTuple):
    """A directory is made."""

    path: str


class ContextSource(NamedTuple):
    """What is at ``path`` comes from ``source`` in the build context; both are absolute."""

    path: str
    source: str


class GoSetting(NamedTuple):
    """``go env -w``: the value of a variable for later ``go`` commands; None: ``go env -u``."""

    name: str
    value: str | None


class PoetrySetting(NamedTuple):
    """``poetry config``: a setting and its value."""

    name: str
    value: str


class BundlePath(NamedTuple):
    """``bundle config path``: where Bundler installs."""

    path: str


class ActiveEnvironment(NamedTuple):
    """``. venv/bin/activate``: the virtual environment of the commands that follow in the same RUN."""

    path: str


class RootTree(NamedTuple):
    """A directory that holds a whole root filesystem, its loader included."""

    path: str


class OpenDirectory(NamedTuple):
    """A directory receives files whose names are not known."""

    path: str


class DeletedFile(NamedTuple):
    """A file of the base image or of a package is removed; ``path`` may be a pattern."""

    path: str


class OwnLibrary(NamedTuple):
    """The shared libraries of a project are installed; ``name`` is the project's, without a version, in lower case."""

    name: str


class FileText(NamedTuple):
    """A short text is written to a file, or added to it."""

    path: str
    text: str
    adds: bool = False


class KnownSource(NamedTuple):
    """The sources of a well-known project are downloaded; ``path`` is where they are, empty where a name tells."""

    project: str
    path: str


class ProjectBuild(NamedTuple):
    """How a C or C++ project is configured in one directory.

    ``prefix`` is where it installs: None where nobody configured it, with unknown text where it is not
    known. ``source`` is where its build files are, None where that is not known; ``words`` are those by which it
    was configured. ``links_static`` tells whether the command or the project's own files ask for a static link;
    ``project_switch`` whether a switch of the project's own, of which only its files tell what it does,
    may ask for one. ``shows_shared``: the project's build files are available, and none names a static link.
    ``known`` is the name of a well-known project whose sources these are, empty for others.
    """

    prefix: str | None = None
    links_static: Tristate = Tristate.NO
    project_switch: Tristate = Tristate.NO
    source: str | None = None
    words: tuple[str, ...] = ()
    shows_shared: bool = False
    known: str = ""

    def join(self, other: "ProjectBuild") -> "ProjectBuild":
        """How it is configured when either way may have been taken."""
        return ProjectBuild(
            agreed(self.prefix, other.prefix),
            self.links_static.join(other.links_static),
            self.project_switch.join(other.project_switch),
            self.source if self.source == other.source else None,
            self.words if self.words == other.words else (),
            self.shows_shared and other.shows_shared,
            self.known if self.known == other.known else "",
        )


class Configuration(NamedTuple):
    """How a project is configured in a directory from now on; what was known of that directory is forgotten."""

    directory: str
    build: ProjectBuild


class Happening(Enum):
    """Something that happened in a stage, after which not all that the stage holds is known."""

    UNREAD_COMMAND = "a command ran that dfix does not read"
    UNREAD_INSTALLATION = "a command ran that dfix does not read and that may install libraries"
    FOREIGN_REPOSITORY = "packages may come from other repositories than the distribution's own"
    LISTED_LIBRARIES = "ldd ran, so the libraries of a program may have been collected"
    OVERLAY = "a tree was copied over the root"
    CROSS_COMPILERS = "compilers were replaced by ones that build for another platform"


PathFact: TypeAlias = (
    Directory
    | ContextSource
    | RootTree
    | DeletedFile
    | OpenDirectory
    | Configuration
    | OwnLibrary
    | FileText
    | KnownSource
)
Fact: TypeAlias = PathFact | GoSetting | PoetrySetting | BundlePath | ActiveEnvironment | Happening
NOT_CONFIGURED = ProjectBuild()
# The texts that may be in a file: those of all branches, and all that was added.
Texts: TypeAlias = "frozenset[str]"
NO_TEXT: Texts = frozenset()
MOST_TEXTS = 16


def agreed(text: str | None, other: str | None) -> str | None:
    """The text on which two ways agree, else unknown text; None: nobody set it."""
    return text if text == other else UNKNOWN_TEXT


def either(texts: Texts, others: Texts) -> Texts:
    """The texts of both ways; of very many the first ones."""
    return frozenset(sorted(texts | others)[:MOST_TEXTS])


class StageFacts(NamedTuple):
    """All facts of a stage at one point; ``learn`` and its like return new values."""

    directories: SharedMap[str, Tristate] = SharedMap()
    context_sources: SharedMap[str, str | None] = SharedMap()
    go_settings: SharedMap[str, str | None] = SharedMap()
    poetry_settings: SharedMap[str, str | None] = SharedMap()
    root_trees: SharedMap[str, Tristate] = SharedMap()
    deleted_files: SharedMap[str, Tristate] = SharedMap()
    open_directories: SharedMap[str, Tristate] = SharedMap()
    builds: SharedMap[str, ProjectBuild] = SharedMap()
    own_libraries: SharedMap[str, Tristate] = SharedMap()
    texts: SharedMap[str, Texts] = SharedMap()
    known_sources: SharedMap[str, str | None] = SharedMap()
    happenings: SharedMap[Happening, Tristate] = SharedMap()
    bundle_path: str | None = None
    active_environment: str | None = None

    def learn(self, fact: Fact) -> "StageFacts":
        """The facts with one more; it replaces what was known of the same thing."""
        match fact:
            case GoSetting(name, value):
                return self._replace(go_settings=self.go_settings.with_value(name, value))
            case PoetrySetting(name, value):
                return self._replace(poetry_settings=self.poetry_settings.with_value(name, value))
            case BundlePath(path):
                return self._replace(bundle_path=path)
            case ActiveEnvironment(path):
                return self._replace(active_environment=path)
            case Happening():
                return self._replace(happenings=self.happenings.with_value(fact, Tristate.YES))
            case _:
                return self._learn_of_path(fact)

    def _learn_of_path(self, fact: PathFact) -> "StageFacts":
        match fact:
            case Directory(path):
                return self._replace(directories=self.directories.with_value(path, Tristate.YES))
            case ContextSource(path, source):
                return self._replace(context_sources=self.context_sources.with_value(path, source))
            case RootTree(path):
                return self._replace(root_trees=self.root_trees.with_value(path, Tristate.YES))
            case OpenDirectory(path):
                return self._replace(open_directories=self.open_directories.with_value(path, Tristate.YES))
            case DeletedFile(path):
                return self._replace(deleted_files=self.deleted_files.with_value(path, Tristate.YES))
            case Configuration(directory, build):
                return self._replace(builds=self.builds.with_value(directory, build))
            case OwnLibrary(name):
                return self._replace(own_libraries=self.own_libraries.with_value(name, Tristate.YES))
            case FileText(path, text, adds):
                before = self.texts.get(path, NO_TEXT) if adds else NO_TEXT
                return self._replace(texts=self.texts.with_value(path, either(before, frozenset({text}))))
            case KnownSource(project, path):
                return self._replace(known_sources=self.known_sources.with_value(project, path))

    def leave_run(self) -> "StageFacts":
        """The facts that outlive a RUN: its shell's virtual environment ends with it."""
        return self if self.active_environment is None else self._replace(active_environment=None)

    def join(self, other: "StageFacts") -> "StageFacts":
        """What is known when either way of a build may have been taken."""
        if self is other:
            return self
        return StageFacts(
            self.directories.join(other.directories, Tristate.NO, Tristate.join),
            self.context_sources.join(other.context_sources, None, agreed),
            self.go_settings.join(other.go_settings, None, agreed),
            self.poetry_settings.join(other.poetry_settings, None, agreed),
            self.root_trees.join(other.root_trees, Tristate.NO, Tristate.join),
            self.deleted_files.join(other.deleted_files, Tristate.NO, Tristate.join),
            self.open_directories.join(other.open_directories, Tristate.NO, Tristate.join),
            self.builds.join(other.builds, NOT_CONFIGURED, ProjectBuild.join),
            self.own_libraries.join(other.own_libraries, Tristate.NO, Tristate.join),
            self.texts.join(other.texts, NO_TEXT, either),
            self.known_sources.join(other.known_sources, None, agreed),
            self.happenings.join(other.happenings, Tristate.NO, Tristate.join),
            agreed(self.bundle_path, other.bundle_path),
            agreed(self.active_environment, other.active_environment),
        )

    def forget_builds(self, path: str) -> "StageFacts":
        """The facts after a path was removed: what was configured there, or below, is gone."""
        below = f"{path.rstrip('/')}/"
        builds = self.builds
        for directory, build in builds.items():
            if build != NOT_CONFIGURED and f"{directory}/".startswith(below):
                builds = builds.with_value(directory, NOT_CONFIGURED)
        return self if builds is self.builds else self._replace(builds=builds)

    def build(self, directory: str) -> ProjectBuild:
        """How the project in a directory is configured."""
        return self.builds.get(directory, NOT_CONFIGURED)

    def go_setting(self, name: str) -> str:
        """What ``go env -w`` set; empty where it set nothing, unknown text where that is not known."""
        return self.go_settings.get(name, None) or ""

    def poetry_setting(self, name: str) -> str:
        """What ``poetry config`` set; empty where it set nothing, unknown text where that is not known."""
        return self.poetry_settings.get(name, None) or ""

    def may_have(self, happening: Happening) -> bool:
        """Whether it happened, or may have."""
        return self.happenings.get(happening, Tristate.NO) is not Tristate.NO
