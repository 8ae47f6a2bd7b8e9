"""Which interpreters a stage lacks.

What images and packages hold is in ``dfix.images``. ``data/programs.json`` names the interpreters that are checked
for, the Alpine package that brings each, and which other packages do. Sources: the file lists of Alpine's
packages, of distroless and of busybox.
"""

import re

from dfix.confidence import Confidence
from dfix.fact_file import FactFile
from dfix.images import Image, Release
from dfix.images.package_contents import installed, package_with_program
from dfix.images.provides import Packages, holdings_of
from dfix.images.provides import lacks_program as lacks_program_of_image
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.trace.knowledge.provides import packages_of
from dfix.trace.stage import PATH, StageTrace
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import Root
from dfix.tristate import Tristate
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.images.lock import Locked

SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
# Paths under which a shell may have been copied into an image without one.
SHELL_PATHS = frozenset({"/bin", "/usr/bin", "/usr", "/usr/local/bin", "/busybox"})


# The interpreters that scripts and commands are checked for, and how Alpine's packages bring them.
programs = FactFile[dict[str, dict[str, str]]](__file__, "programs.json")


def lacks_program(stage: StageTrace, name: str) -> bool:
    """Whether the stage has no program of that name on its PATH, as far as that is likely or certain."""
    absence = absence_of_program(stage, name)
    return absence is not None and absence > Confidence.POSSIBLE


def absence_of_program(
    stage: StageTrace, name: str, *, before_unread: bool = False, beside: str = ""
) -> Confidence | None:
    """How sure it is that no such program is on the stage's PATH; None where one is, or where nothing is known.

    ``before_unread``: a command looks for it before any ran that is not read, and that may have brought it.
    ``beside``: a directory in which it is not looked for.
    """
    root = stage.root
    if _may_have_more(root, before_unread=before_unread) or _may_be_on_path(stage, name, beside):
        return None
    if root.image is not None and root.image.locked:
        return _absence_from_measured(stage, root.image.locked, name)
    if root.is_empty or _is_shellless(root.image):
        return Confidence.CERTAIN if _is_absent_from_nothing(root, name) else None
    if name not in programs() or root.image is None:
        return None
    packages = packages_of(root)
    holdings = holdings_of(root.image, packages)
    if holdings is not None:
        absent = lacks_program_of_image(root.image, packages, name)
        if absent is not Confidence.POSSIBLE:
            return absent
    is_absent = root.image.is_plain_alpine and _is_known_to_lack(root, name)
    return Confidence.LIKELY if is_absent else None


def _absence_from_measured(stage: StageTrace, locked: "Locked", name: str) -> Confidence | None:
    """How sure it is that an image which was measured has no such program, with what was installed on it."""
    root = stage.root
    if not (name in programs() or name in SHELLS) or (name in SHELLS and _has_shell_path(root)):
        return None
    if any(name in locked.elsewhere.get(directory, ()) for directory in _directories(stage)):
        return None
    return lacks_program_of_image(root.image, packages_of(root), name)


def _has_shell_path(root: Root) -> bool:
    """Whether a shell may have been copied to where shells are."""
    return bool(root.nodes.keys() & SHELL_PATHS)


def was_removed(stage: StageTrace, name: str) -> bool:
    """Whether the stage may have had the program until it removed packages."""
    root = stage.root
    if root.image is None or not root.installed.removed(Tristate.YES, Tristate.UNKNOWN):
        return False
    packages = Packages(root.packages, root.installed.with_recommends())
    return lacks_program_of_image(root.image, packages, name) in (None, Confidence.POSSIBLE)


def _is_absent_from_nothing(root: Root, name: str) -> bool:
    """Whether an image without a shell of its own has none, or lacks a program that no such image holds."""
    if name in SHELLS:
        return not _has_shell_path(root)
    return name in programs() and (root.is_empty or _is_bare_distroless(root.image))


def _may_have_more(root: Root, *, before_unread: bool) -> bool:
    """Whether something that is not read may have brought programs."""
    return (
        not root.closed
        or (root.facts.may_have(Happening.UNREAD_COMMAND) and not before_unread)
        or ((root.is_empty or _is_shellless(root.image)) and root.facts.may_have(Happening.OVERLAY))
        or any(UNKNOWN_TEXT in package for package in root.packages)
    )


def _may_be_on_path(stage: StageTrace, name: str, beside: str = "") -> bool:
    """Whether a directory of PATH has a file of that name, or may have one.

    The whole of a base image's PATH (``ENV PATH=/app:$PATH``) is known by what the image holds.
    """
    directories = (directory for directory in _directories(stage) if directory not in (UNKNOWN_TEXT, beside))
    return any(UNKNOWN_TEXT in directory or _may_hold(stage.root, directory, name) for directory in directories)


def _directories(stage: StageTrace) -> list[str]:
    """The directories in which a stage looks for programs."""
    return [*PATH, *(directory.rstrip("/") for directory in stage.scope.env.get("PATH", "").split(":") if directory)]


def _is_known_to_lack(root: Root, name: str) -> bool:
    """Whether a bare Alpine lacks the program, and no installed package brings it."""
    facts = programs().get(name, {})
    return "brought_by" in facts and not any(re.search(facts["brought_by"], package) for package in root.packages)


def is_interpreter(name: str) -> bool:
    """Whether it is an interpreter, which is checked for where commands of RUN call it by its name."""
    return programs().get(name, {}).get("kind") == "interpreter"


def is_checked(name: str, *, also_tools: bool) -> bool:
    """Whether it is a program that is checked for where an image starts it; ``also_tools``: what health checks ask."""
    return is_interpreter(name) or name in SHELLS or (also_tools and name in programs())


def package_for(release: Release | None, name: str) -> str | None:
    """The release's package that brings an interpreter; None where none is known."""
    if release is None or name not in programs():
        return None
    if release.package_manager == "apk":
        return programs()[name]["apk"]
    # ``python3`` before ``python3-minimal``, which holds the file.
    is_package = name in installed(release, [name], recommends=False).programs
    return name if is_package else package_with_program(release, name)


def _is_shellless(image: Image | None) -> bool:
    """Distroless images without the ``debug`` tag hold no shell; of others it is measured."""
    if image is not None and image.locked:
        return image.locked.is_shellless
    return image is not None and "/distroless/" in image.reference.name and "debug" not in (image.reference.tag or "")


def _is_bare_distroless(image: Image | None) -> bool:
    """Whether it is one of the distroless images that hold libraries and data only."""
    name = image.reference.name.rsplit("/", 1)[-1] if image else ""
    return _is_shellless(image) and name.startswith(("static", "base", "cc"))


def _may_hold(root: Root, directory: str, name: str) -> bool:
    """Whether something is known at the path, or a tree above it may hold it, or nobody knows what it received."""
    if root.facts.open_directories.get(directory, Tristate.NO) is not Tristate.NO:
        return True
    node = root.files.find(join_path(directory, name))
    environment = node.artifact.environment if node else None
    if environment is None or environment.language != "python" or not name.startswith("python"):
        return node is not None
    return bool(environment.interpreter)  # other packages than those of a virtual environment bring no python
