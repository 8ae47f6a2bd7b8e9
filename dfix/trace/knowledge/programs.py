"""Which programs a bare image lacks, as far as its plain form is known.

The facts stand in ``data/programs.json``: a program, the Alpine package that brings it, and which
other packages do. Sources: the file lists of Alpine's packages, of distroless and of busybox.
"""

import re

from dfix.fact_file import FactFile
from dfix.images import Image
from dfix.text import UNKNOWN_TEXT
from dfix.trace.stage import PATH, StageTrace
from dfix.trace.state.call import join_path
from dfix.trace.state.facts import Happening
from dfix.trace.state.root import Root

SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})


# The interpreters that a bare Alpine lacks.
programs = FactFile[dict[str, dict[str, str]]](__file__, "programs.json")


def lacks_program(stage: StageTrace, name: str) -> bool:
    """Whether the stage surely has no program of that name on its PATH."""
    root, image = stage.root, stage.root.image
    is_open = root.facts.may_have(Happening.UNREAD_COMMAND)
    is_overlaid = root.is_empty and root.facts.may_have(Happening.OVERLAY)
    if not root.closed or is_open or is_overlaid or any(UNKNOWN_TEXT in package for package in root.packages):
        return False
    directories = [*PATH, *(directory for directory in stage.scope.env.get("PATH", "").split(":") if directory)]
    if any(UNKNOWN_TEXT in directory or _may_hold(root, directory, name) for directory in directories):
        return False
    if root.is_empty or _is_shellless(image):
        return name in SHELLS and not root.nodes.keys() & {"/bin", "/usr/bin", "/usr", "/usr/local/bin", "/busybox"}
    plain = image is not None and image.reference.is_official and image.reference.path.rsplit("/", 1)[-1] == "alpine"
    facts = programs().get(name)
    return plain and facts is not None and not any(re.search(facts["brought_by"], one) for one in root.packages)


def package_for(name: str) -> str | None:
    """The Alpine package that brings an interpreter."""
    return programs()[name]["apk"] if name in programs() else None


def _is_shellless(image: Image | None) -> bool:
    """Distroless images without the ``debug`` tag hold no shell."""
    return image is not None and "/distroless/" in image.reference.name and "debug" not in (image.reference.tag or "")


def _may_hold(root: Root, directory: str, name: str) -> bool:
    """Whether something is known at the path, or a tree above it may hold it."""
    return root.files.find(join_path(directory, name)) is not None
