"""The second reader of every repair: dockerfile-parse, which shares no code with our own reader.

Our reader decides what a repaired text means, so an error in it could approve a wrong edit.
dockerfile-parse reads the original and the repaired text too, and finds the instructions, the base
images and the names of the stages. Where both readers agree about one of these in the original,
they must agree about it in the repaired text. Where they do not agree about the original,
dockerfile-parse has no vote: it does not know heredocs, blank lines inside an instruction, or a
doubled escape character. It has no vote on a text of more than ``LARGEST`` bytes either, because
its time grows with the square of an instruction's lines.

It reads bytes in memory. It opens no file, and it is given no environment and no build arguments.
Only a proof imports this module, so a run that only analyses does not pay for it.
"""

import io
from collections.abc import Callable

from dockerfile_parse import DockerfileParser
from dockerfile_parse.parser import image_from

from dfix.plan import Build, ImageBase, StageBase
from dfix.plan.stage import Stage
from dfix.text import readable
from dfix.text.source import BOM
from dfix.values import NamedTuple, TypeAlias

# What a reader finds, in the order of the text: instructions, base images or names, each as text.
Reading: TypeAlias = tuple[str, ...]
# No Dockerfile that a person wrote is larger.
LARGEST = 100_000
LONGEST_SHOWN = 40


class Aspect(NamedTuple):
    """A part of the meaning of a Dockerfile that both readers tell: ``ours`` of a build, ``theirs`` of a text.

    ``item`` is what messages call one item of such a reading.
    """

    item: str
    ours: Callable[[Build], Reading]
    theirs: Callable[[DockerfileParser], Reading]


def second_objection(before: Build, after: Build) -> str | None:
    """How dockerfile-parse reads a repaired text in another way than our reader; None when it agrees or has no vote."""
    if max(len(build.dockerfile.source.data) for build in (before, after)) > LARGEST:
        return None
    for aspect in ASPECTS:
        if has_vote(aspect, before):
            expected, found = aspect.ours(after), _theirs(aspect, after)
            if found != expected:
                return _difference(aspect, expected, found or ())
    return None


def has_vote(aspect: Aspect, before: Build) -> bool:
    """Whether dockerfile-parse agrees with our reader about an aspect of the original text."""
    return _theirs(aspect, before) == aspect.ours(before)


def _theirs(aspect: Aspect, build: Build) -> Reading | None:
    """What dockerfile-parse finds; None where it fails, as it does on text that is not UTF-8."""
    data = build.dockerfile.source.data.removeprefix(BOM.encode("latin-1"))
    try:
        return aspect.theirs(DockerfileParser(fileobj=io.BytesIO(data)))
    except Exception:  # noqa: BLE001 - no error of a reader that may have no vote stops a repair
        return None


def _difference(aspect: Aspect, expected: Reading, found: Reading) -> str:
    """The first item on which the readings differ, in words."""
    pairs = zip(expected, found, strict=False)
    at = next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(expected), len(found)))
    ours, theirs = (f"`{side[at][:LONGEST_SHOWN]}`" if at < len(side) else "none" for side in (expected, found))
    return f"dockerfile-parse would read another {aspect.item} than dfix: {theirs}, not {ours}"


def _instructions(build: Build) -> Reading:
    """Each instruction's keyword and the text after it, continuation lines joined."""
    return tuple(
        f"{one.keyword} {readable(one.logical.text[one.keyword_start + len(one.keyword) :]).strip()}"
        for one in build.dockerfile.instructions
    )


def _their_instructions(parser: DockerfileParser) -> Reading:
    entries = (entry for entry in parser.structure if entry["instruction"] != "COMMENT")
    return tuple(f"{entry['instruction']} {entry['value'].strip()}" for entry in entries)


def _images(build: Build) -> Reading:
    """What each FROM names, in lower case, with the defaults of ARG filled in; an earlier stage by its name."""
    return tuple(readable(_image(build, stage)).lower() for stage in build.stages)


def _image(build: Build, stage: Stage) -> str:
    if isinstance(stage.base, StageBase):
        return build.stages[stage.base.number].name or ""
    return stage.base.text if isinstance(stage.base, ImageBase) else "scratch"


def _their_images(parser: DockerfileParser) -> Reading:
    return tuple(image.lower() for image in parser.parent_images)


def _names(build: Build) -> Reading:
    """Each stage's name in lower case, empty where it has none."""
    return tuple(readable(stage.name or "") for stage in build.stages)


def _their_names(parser: DockerfileParser) -> Reading:
    starts = (entry for entry in parser.structure if entry["instruction"] == "FROM")
    return tuple((image_from(start["value"])[1] or "").lower() for start in starts)


ASPECTS = (
    Aspect("instruction", _instructions, _their_instructions),
    Aspect("base image", _images, _their_images),
    Aspect("stage name", _names, _their_names),
)
