"""Which programs a stage may lack that its instructions start: a shell, an interpreter, what health checks ask for."""

from collections.abc import Iterator

from dfix.engine.arrivals import QUOTES, Words, commands
from dfix.plan import Build, ImageBase, Scratch
from dfix.text.pattern import pattern

STARTS = frozenset({"CMD", "ENTRYPOINT"})
# What a bare Alpine lacks, of the programs that dfix knows to be asked for.
INTERPRETERS = ("bash", "ash", "zsh", "python", "perl", "node", "ruby", "php", "java")
# What health checks ask for.
CHECKERS = ("curl", "wget", "nc")
SHELL = pattern(r"\b(?:a|ba|da|z)?sh\b")
# A program that the image has may go with its package.
REMOVAL = pattern(r"\b(?:remove|purge|erase)\b", having="remove purge erase")
# Instructions that start no program, whatever they name.
START_NOTHING = frozenset(
    {"FROM", "LABEL", "MAINTAINER", "EXPOSE", "STOPSIGNAL", "ENV", "ARG", "WORKDIR", "USER", "VOLUME", "COPY", "ADD"}
)


def may_lack_programs(build: Build, words: Words) -> bool:
    """Whether a stage may lack a shell or an interpreter that an instruction starts."""
    bases = [stage.base for stage in build.stages]
    images = [base.text for base in bases if isinstance(base, ImageBase)]
    if build.dockerfile.directives or any(isinstance(base, Scratch) for base in bases):
        return True
    if any("distroless" in image for image in images):
        return True
    named = [*_started(build, words)]
    if any(_may_lack(build, image, name) for image in images for name in named):
        return True
    if named and REMOVAL.search(words.all):
        return True
    return (bool(named) or _names_shell(build, words)) and any(_is_shellless(build, image) for image in images)


def _started(build: Build, words: Words) -> Iterator[str]:
    """The beginnings of the names of programs that instructions may start."""
    checks = any(one.keyword == "HEALTHCHECK" for one in build.dockerfile.instructions)
    named = [name for name in (*INTERPRETERS, *(CHECKERS if checks else ())) if name in words.all]
    if named:
        started = " ".join(_starts(build))
        text = started + words.spelled if "$" in started else started
        yield from (name for name in named if name in text)


def _starts(build: Build) -> Iterator[str]:
    """The words that may name a program that is started."""
    for one in build.dockerfile.instructions:
        if one.keyword == "RUN":
            text = "\n".join((one.args, *(doc.body for doc in one.heredocs)))
            yield from commands(text)
            yield from commands(text.translate(QUOTES))
        elif one.keyword not in START_NOTHING:
            yield one.args


def _may_lack(build: Build, text: str, stem: str) -> bool:
    """Whether an image may lack a program whose name begins so; one of which nothing is recorded does not."""
    from dfix.images.provides import Packages, holdings_of, lacks_program

    image = build.options.resolve(text)
    if ("alpine" in text and not (image and image.locked)) or image is None or holdings_of(image, Packages()) is None:
        return "alpine" in text
    return any(lacks_program(image, Packages(), name) for name in (stem, f"{stem}3"))


def _names_shell(build: Build, words: Words) -> bool:
    """Whether an instruction names a shell, or needs one."""
    return SHELL.search(words.all) is not None or any(
        one.keyword in ("SHELL", "HEALTHCHECK") or (one.keyword in STARTS and one.json is None)
        for one in build.dockerfile.instructions
    )


def _is_shellless(build: Build, image: str) -> bool:
    """Whether an image is known to be made from nothing, or was measured to hold no shell."""
    known = build.options.resolve(image)
    if known is not None and known.locked:
        return known.locked.is_shellless
    return known is not None and known.release.distro == "scratch"
