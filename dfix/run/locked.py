"""Whether the images that a file names are those of the lock file."""

from collections.abc import Iterator

from dfix.hosts import extract, is_host
from dfix.plan import Build, BuildOptions, ImageBase, plan
from dfix.plan.build import platform_of, sources
from dfix.run.files import FileError
from dfix.syntax import parse
from dfix.text import Source

HELP = "run `dfix lock`"


def check_locked(path: str, data: bytes, options: BuildOptions, *, must: bool) -> tuple[str, ...]:
    """What to say of images of which another tag or digest is locked.

    Raises:
        FileError: ``must``, and an image is not locked.
        dfix.hosts.HostError: the file carries Dockerfiles and is not well-formed.
        dfix.plan.BuildError: the options name no stage.
    """
    if options.lock is None:
        raise FileError(path, "there is no dfix.lock, and --locked asks for one", HELP)
    texts = [one.data for one in extract(path, data)] if is_host(path) else [data]
    lock = options.lock
    problems = {
        problem: text
        for one in texts
        for text, platform in _named(plan(parse(Source(one)), options))
        if (problem := lock.problem(text, platform))
    }
    if must and problems:
        raise FileError(path, "; ".join(problems), HELP)
    return tuple(
        f"{problem}: it is judged by the catalog" for problem, text in problems.items() if lock.knows_name(text)
    )


def _named(build: Build) -> Iterator[tuple[str, str | None]]:
    """The images that a file names, each with its platform."""
    for stage in build.stages:
        platform = platform_of(build, stage)
        if isinstance(stage.base, ImageBase):
            yield stage.base.text, platform
        for instruction in stage.body:
            for name in sources(instruction) if instruction.flags else ():
                if "$" not in name and build.stage_named(name) is None and build.options.image_of(name) != "":
                    yield build.options.image_of(name) or name, platform
