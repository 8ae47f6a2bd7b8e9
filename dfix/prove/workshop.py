"""Builds stages of a Dockerfile's text with one builder, each once, and cleans up after itself."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from dfix.config import Settings
from dfix.inspect.archive import read_archive
from dfix.inspect.folder import InspectError
from dfix.prove.builder import BUILDERS, Builder, Job
from dfix.prove.process import BuilderError, Runner
from dfix.prove.proof import Image
from dfix.values import NamedTuple

# How long a builder has to say that it is there, in seconds.
PROBE_LIMIT = 20


class NoBuilderError(Exception):
    """No builder can be used; the message says which were tried."""


class Built(NamedTuple):
    """A stage that was built; ``status`` is the exit status of the command that was run in it, None for none."""

    image: Image
    status: int | None = None


class Failed(NamedTuple):
    """A stage that could not be built: why, and the path of the log that is kept."""

    reason: str
    log: str


class Recipe(NamedTuple):
    """How a Dockerfile is built: its path, its context, and what ``docker build`` would be given."""

    path: str
    context: str
    build_args: dict[str, str]
    build_contexts: dict[str, str]
    platform: str


def recipe_of(path: str, settings: Settings, context: str = "") -> Recipe:
    """How a Dockerfile is built by these settings; ``context`` is where it is built if none is set."""
    context = settings.context if isinstance(settings.context, str) else context or os.path.dirname(path) or "."
    return Recipe(
        path,
        os.path.abspath(context),
        dict(settings.build_args or {}),
        dict(settings.build_contexts or {}),
        settings.platform or "",
    )


@contextmanager
def workshop(builder: Builder, recipe: Recipe, seconds: float, command: Sequence[str] = ()) -> "Iterator[Workshop]":
    """A workshop that is cleaned up at the end; ``seconds`` limit all builds together."""
    shop = Workshop(builder, recipe, Runner("", seconds), tuple(command))
    try:
        yield shop
    finally:
        shop.close()


def builder_for(name: str = "", *, runs: bool = False) -> Builder:
    """The builder of that name, else the first that can be used; ``runs``: it must run a command in an image.

    Raises:
        NoBuilderError: there is none.
    """
    if os.name == "nt":  # what ends a builder and its children is not there
        raise NoBuilderError("dfix prove needs Linux or macOS; on Windows it runs in WSL")
    wanted = [one for one in BUILDERS if name in ("", one.name) and (one.run or not runs)]
    if not wanted:
        raise NoBuilderError(f"{name} keeps no image in which --run could run a command")
    for builder in wanted:
        if builder.is_possible() and _succeeds(builder.probe):
            return builder
    tried = ", ".join(builder.name for builder in wanted)
    raise NoBuilderError(f"no builder can be used here (tried: {tried})")


def _succeeds(words: Sequence[str]) -> bool:
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=PROBE_LIMIT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


class Workshop:
    """A directory for what is built; ``close`` removes it. ``command`` is run in every image, empty for none."""

    def __init__(self, builder: Builder, recipe: Recipe, runner: Runner, command: tuple[str, ...] = ()) -> None:
        self.builder, self.recipe, self.runner, self.command = builder, recipe, runner, command
        self._folder = tempfile.mkdtemp(prefix="dfix-prove-")
        # Not the folder's name: that may have "-_" in it, which no image may (distribution's reference grammar).
        self._image = f"localhost/dfix-prove-{os.urandom(8).hex()}"
        self._built: dict[tuple[bytes, str], Built | Failed] = {}

    def close(self) -> None:
        """Remove what was made."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def build(self, text: bytes, stage: str) -> Built | Failed:
        """The image of one stage of a Dockerfile's text."""
        key = (text, stage)
        if key not in self._built:
            self._built[key] = self._make(text, stage)
        return self._built[key]

    def _make(self, text: bytes, stage: str) -> Built | Failed:
        number = len(self._built)
        job = self._job(text, stage, number)
        self.runner.log = os.path.join(self._folder, f"{number}.log")
        try:
            return self._run(job)
        except (BuilderError, InspectError) as error:
            return Failed(str(error), self._kept_log(number))
        finally:
            if os.path.exists(job.archive):
                os.unlink(job.archive)

    def _run(self, job: Job) -> Built:
        self.runner.run(self.builder.build(job))
        try:
            if self.builder.export:
                self.runner.run(self.builder.export(job))
            image = Image(read_archive(job.archive, self.recipe.platform))
            return Built(image, self._status(job))
        finally:
            if self.builder.remove:
                self._always(self.builder.remove(job))

    def _status(self, job: Job) -> int | None:
        """The exit status of the user's command in the image; None where there is no command."""
        if not self.command or self.builder.run is None:
            return None
        how = self.builder.run(job, self.command)
        try:
            for words in how.before:
                self.runner.run(words)
            return self.runner.status(how.run)
        finally:
            for words in how.after:
                self._always(words)

    def _always(self, words: Sequence[str]) -> None:
        """Clean up, whatever happened before: the time limit does not count here."""
        _succeeds(words)

    def _job(self, text: bytes, stage: str, number: int) -> Job:
        folder = os.path.join(self._folder, str(number))
        os.mkdir(folder)
        name = os.path.basename(self.recipe.path)
        dockerfile = os.path.join(folder, name)
        with open(dockerfile, "wb") as file:
            file.write(text)
        # A Dockerfile's own list of what is ignored is looked for beside it.
        ignore = f"{self.recipe.path}.dockerignore"
        if os.path.isfile(ignore):
            shutil.copyfile(ignore, f"{dockerfile}.dockerignore")
        recipe = self.recipe
        return Job(
            dockerfile, recipe.context, stage, os.path.join(self._folder, f"{number}.tar"),
            f"{self._image}:{number}",
            recipe.build_args, recipe.build_contexts, recipe.platform,
        )  # fmt: skip

    def _kept_log(self, number: int) -> str:
        """The log, moved out of the directory that is removed."""
        handle, path = tempfile.mkstemp(prefix="dfix-prove-", suffix=".log")
        os.close(handle)
        shutil.move(os.path.join(self._folder, f"{number}.log"), path)
        return path
