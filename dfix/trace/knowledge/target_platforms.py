"""For which architectures the files beside a Dockerfile build its image: CI files, makefiles, bake and compose files.

They are read in the folder of the build context only, whatever ``.dockerignore`` says, and nothing in them is followed.
"""

import os
import re
from collections.abc import Iterator, Mapping

from dfix.context import Folder
from dfix.hosts import HostError
from dfix.text.pattern import pattern
from dfix.trace.state.arch import of_words
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.hosts.platforms import Built

WORKFLOWS = (".github/workflows", ".forgejo/workflows", ".gitea/workflows")
NAMES = pattern(
    r"(gnu)?makefile|.*\.mk|(docker-)?compose.*\.ya?ml|.*bake.*\.(hcl|json)|\.?goreleaser.*\.ya?ml|\.gitlab-ci\.ya?ml|"
    r"\.drone\.ya?ml|\.woodpecker\.ya?ml|azure-pipelines\.ya?ml|\.travis\.yml|jenkinsfile|justfile|taskfile\.ya?ml|"
    r"cloudbuild\.ya?ml|.*(build|docker|push|release|publish).*\.sh",
)
CIRCLE = ".circleci/config.yml"
MOST_FILES = 40


class Target(NamedTuple):
    """A file that builds the image for an architecture, and the names of the build arguments that it gives."""

    file: str
    arguments: frozenset[str]


def targets(context: Folder | None) -> Mapping[str, Target]:
    """The architectures that the image is built for → the first file that says so; empty where no file says it.

    A Dockerfile that is named after an architecture is for that one.
    """
    found: dict[str, Target] = {}
    if context is None:
        return found
    beside = context.with_all_files()
    name = _name_in(context)
    for file in _files(beside):
        for one in _builds(beside, file):
            if one.dockerfile == name:
                for architecture in sorted(one.architectures):
                    found.setdefault(architecture, Target(file, one.arguments))
    own = of_words(os.path.basename(name))
    return {architecture: target for architecture, target in found.items() if own in (None, architecture)}


def gives_context(context: Folder | None, name: str) -> bool:
    """Whether a file beside the Dockerfile speaks of build contexts and of that name."""
    if context is None:
        return False
    beside, word = context.with_all_files(), re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    texts = (beside.read(file) or "" for file in _files(beside))
    return any("context" in text and word.search(text) is not None for text in texts)


def _builds(folder: Folder, file: str) -> "Iterator[Built]":
    from dfix.hosts.platforms import builds

    text = folder.read(file)
    try:
        yield from builds(os.path.basename(file).lower(), (text or "").encode("latin-1"))
    except HostError:
        return


def _files(folder: Folder) -> list[str]:
    """The files that may say it, those of workflows first."""
    workflows = [
        f"{directory}/{name}"
        for directory in WORKFLOWS
        for name in folder.names(directory)
        if name.endswith(("yml", "yaml"))
    ]
    return [*workflows, CIRCLE, *(name for name in folder.names("") if NAMES.fullmatch(name.lower()))][:MOST_FILES]


def _name_in(context: Folder) -> str:
    """The Dockerfile's path, seen from the context."""
    if not context.dockerfile:
        return "Dockerfile"
    return os.path.relpath(os.path.abspath(context.dockerfile), os.path.abspath(context.path or "."))
